// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.core.Registration;
import io.aetherflow.statesync.DocumentEvent.DocumentUpdated;
import io.aetherflow.statesync.DocumentEvent.LockChanged;
import io.aetherflow.statesync.DocumentEvent.OperationApplied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a live subscription is told. */
class SubscriptionEventsTest {
    private final TestManager test = new TestManager();
    private final UUID docId = test.text("0123456789");
    private final RecordingSubscriber subscriber = new RecordingSubscriber();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void operationsCarryTheirConflicts() {
        subscribe();
        test.edit(ANN, docId, 1, "[{\"d\":5}]");
        Conflict conflict = TestManager.conflict(test.edit(BOB, docId, 1, "[3,{\"d\":5}]"));

        List<OperationApplied> applied = subscriber.awaitVersion(3).events(OperationApplied.class);
        assertThat(applied.get(0).conflict()).isEmpty();
        assertThat(applied.get(1).conflict()).contains(conflict);
        assertThat(applied.get(1).operation())
                .isEqualTo(test.manager.history(OWNER, docId, 2, 1).get(0));
    }

    @Test
    void rejectedAndRepeatedOperationsAreNotAnnounced() {
        subscribe();
        test.edit(ANN, docId, 1, "[\"a\"]");
        test.edit(ANN, docId, 1, "[\"a\"]");
        test.edit(BOB, docId, 1, "[99,\"a\"]");
        test.edit(ANN, docId, 2, 2, "[\"b\"]");

        subscriber.awaitVersion(3).assertVersions(2, 3);
        assertThat(subscriber.events()).hasSize(2);
    }

    @Test
    void changesOfMetadataAreAnnounced() {
        subscribe();

        DocumentInfo info = test.manager
                .update(OWNER, docId, DocumentUpdate.NOTHING.name("renamed").state(DocumentState.ARCHIVED))
                .info();

        subscriber.awaitEvent(new DocumentUpdated(info)::equals);
    }

    @Test
    void changesOfTheLockAreAnnounced() {
        subscribe();
        DocumentLock lock = test.manager.acquireLock(ANN, docId, Duration.ofSeconds(10));
        subscriber.awaitEvent(new LockChanged(Optional.of(lock))::equals);
        test.clock.advance(Duration.ofSeconds(1));
        DocumentLock renewed = test.manager.renewLock(ANN, docId, lock.lockId(), Duration.ofSeconds(10));
        subscriber.awaitEvent(new LockChanged(Optional.of(renewed))::equals);
        test.manager.releaseLock(ANN, docId, lock.lockId());
        subscriber.awaitEvent(new LockChanged(Optional.empty())::equals);

        assertThat(subscriber.events()).hasSize(3);
    }

    @Test
    void otherDocumentsAreNotHeardOf() {
        UUID other = test.text("");
        subscribe();
        test.edit(ANN, other, 1, "[\"a\"]");
        test.manager.update(OWNER, other, DocumentUpdate.NOTHING.name("renamed"));
        test.edit(ANN, docId, 1, "[\"a\"]");

        assertThat(subscriber.awaitVersion(2).events()).hasSize(1);
    }

    @Test
    void manySubscribersAreToldTheSame() {
        List<RecordingSubscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            RecordingSubscriber each = new RecordingSubscriber();
            subscribers.add(each);
            test.manager.subscribe(i % 2 == 0 ? VIEWER : ANN, SubscribeRequest.fromVersion(docId, 1), each);
        }
        for (int seq = 1; seq <= 100; seq++) {
            test.edit(ANN, docId, seq, seq, "[\"a\"]");
        }

        for (RecordingSubscriber each : subscribers) {
            each.awaitVersion(101).assertVersions(2, 101);
        }
        assertThat(test.manager.stats().activeSubscribers()).isEqualTo(300);
        assertThat(test.manager.document(OWNER, docId).activeUsers()).containsExactlyInAnyOrder("ann", "viewer");
    }

    @Test
    void closedRegistrationIsToldNothingMore() {
        RecordingSubscriber leaving = new RecordingSubscriber();
        Registration registration = test.manager.subscribe(VIEWER, SubscribeRequest.fromSnapshot(docId), leaving);
        leaving.awaitEvents(1);
        registration.close();
        registration.close();
        subscribe();

        test.edit(ANN, docId, 1, "[\"a\"]");

        subscriber.awaitVersion(2);
        assertThat(leaving.events()).hasSize(1);
        assertThat(leaving.error()).isEmpty();
        assertThat(test.manager.stats().activeSubscribers()).isEqualTo(1);
    }

    private void subscribe() {
        test.manager.subscribe(VIEWER, SubscribeRequest.fromVersion(docId, 1), subscriber);
    }
}
