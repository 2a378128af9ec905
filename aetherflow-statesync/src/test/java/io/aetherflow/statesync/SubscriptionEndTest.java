// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a subscription ends: revoked, deleted, closed, failed; each time said once, and nothing after it. */
class SubscriptionEndTest {
    private final TestManager test = new TestManager();
    private final UUID docId = test.text("");

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void revokedReadersStreamEnds() {
        RecordingSubscriber subscriber = subscribe(new RecordingSubscriber());
        write(1);
        subscriber.awaitVersion(2);

        test.permit(docId, Permissions.ownedBy("owner"));
        test.edit(OWNER, docId, 2, "[\"secret\"]");

        PermissionDeniedException denied = subscriber.awaitError(PermissionDeniedException.class);
        assertThat(denied.userId()).isEqualTo("viewer");
        assertThat(denied.required()).isEqualTo(Access.READ);
        assertThat(subscriber.events()).hasSize(1);
        assertThat(test.manager.stats().activeSubscribers()).isZero();
    }

    @Test
    void revokedReaderThatIsBehindIsNotToldTheRest() {
        RecordingSubscriber subscriber = subscribe(new RecordingSubscriber(11));
        write(300);
        subscriber.awaitEvents(11);

        test.permit(docId, Permissions.ownedBy("owner"));
        subscriber.request(Long.MAX_VALUE);

        subscriber.awaitError(PermissionDeniedException.class);
        assertThat(subscriber.events()).hasSize(11);
    }

    @Test
    void deletedDocumentCompletesItsStreams() {
        RecordingSubscriber subscriber = subscribe(new RecordingSubscriber());
        write(1);

        test.manager.delete(OWNER, docId);

        List<DocumentEvent> events = subscriber.awaitCompletion().events();
        assertThat(events).hasSize(2);
        assertThat(events.get(1))
                .isInstanceOfSatisfying(
                        DocumentEvent.DocumentUpdated.class,
                        updated -> assertThat(updated.info().state()).isEqualTo(DocumentState.DELETED));
        assertThat(subscriber.error()).isEmpty();
        assertThat(test.manager.stats().activeSubscribers()).isZero();
    }

    @Test
    void closedManagerNamesTheVersionToGoOnFrom() {
        RecordingSubscriber subscriber = subscribe(new RecordingSubscriber());
        write(2);
        subscriber.awaitVersion(3);

        test.manager.close();

        SubscriptionEndedException ended = subscriber.awaitError(SubscriptionEndedException.class);
        assertThat(ended.docId()).isEqualTo(docId);
        assertThat(ended.lastVersion()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 70})
    void versionToGoOnFromIsTheLastOneDeliveredNotTheLastOneRead(int delivered) {
        write(200);
        RecordingSubscriber slow = subscribe(new RecordingSubscriber(delivered));
        slow.awaitEvents(delivered);

        test.manager.close();

        long last = slow.awaitError(SubscriptionEndedException.class).lastVersion();
        assertThat(last).isEqualTo(delivered + 1);
        try (StateSyncManager next = new StateSyncManager(test.store)) {
            RecordingSubscriber resumed = new RecordingSubscriber();
            next.subscribe(VIEWER, SubscribeRequest.fromVersion(docId, last), resumed);
            resumed.awaitVersion(201).assertVersions(last + 1, 201);
        }
    }

    @Test
    void subscriberThatNeverAskedIsToldTheVersionItHas() {
        RecordingSubscriber silent = subscribe(new RecordingSubscriber(0));

        test.manager.close();

        assertThat(silent.awaitError(SubscriptionEndedException.class).lastVersion())
                .isEqualTo(1);
    }

    @Test
    void subscriberThatNeverGotItsSnapshotIsToldToStartAnew() {
        RecordingSubscriber silent = new RecordingSubscriber(0);
        test.manager.subscribe(VIEWER, SubscribeRequest.fromSnapshot(docId), silent);

        test.manager.close();

        assertThat(silent.awaitError(SubscriptionEndedException.class).lastVersion())
                .isZero();
    }

    @Test
    void requestOfNothingIsRefused() {
        RecordingSubscriber subscriber = subscribe(new RecordingSubscriber());

        subscriber.subscription().request(0);
        subscriber.subscription().request(-1);

        assertThat(subscriber.awaitError(InvalidRequestException.class).field()).isEqualTo("n");
        assertThat(test.manager.stats().activeSubscribers()).isZero();
    }

    @Test
    void subscriberThatThrowsIsCancelledAndOthersGoOn() {
        RecordingSubscriber failing = subscribe(new RecordingSubscriber() {
            @Override
            void received(DocumentEvent event) {
                throw new DocumentNotFoundException(docId);
            }
        });
        RecordingSubscriber other = subscribe(new RecordingSubscriber());

        write(2);

        other.awaitVersion(3).assertVersions(2, 3);
        await().until(() -> test.manager.stats().activeSubscribers() == 1);
        assertThat(failing.events()).hasSize(1);
        assertThat(failing.error())
                .as("its own exception is not handed back to it")
                .isEmpty();
    }

    @Test
    void closeWhileEventsAreDeliveredTellsEverySubscriberOnce() {
        List<RecordingSubscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            subscribers.add(subscribe(new RecordingSubscriber()));
        }
        write(400);

        test.manager.close();

        for (RecordingSubscriber subscriber : subscribers) {
            long last = subscriber.awaitError(SubscriptionEndedException.class).lastVersion();
            subscriber.assertVersions(2, last);
        }
    }

    private RecordingSubscriber subscribe(RecordingSubscriber subscriber) {
        test.manager.subscribe(VIEWER, SubscribeRequest.fromVersion(docId, 1), subscriber);
        return subscriber;
    }

    private void write(int operations) {
        for (int seq = 1; seq <= operations; seq++) {
            test.edit(ANN, docId, seq, seq, "[\"a\"]");
        }
    }
}
