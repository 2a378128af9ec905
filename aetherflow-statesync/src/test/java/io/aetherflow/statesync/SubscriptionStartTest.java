// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.core.Registration;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a subscription starts: a snapshot, or the version the subscriber has, or a resync. */
class SubscriptionStartTest {
    private final TestManager test = new TestManager(TestLimits.with(limits -> limits.subscribers(2)));
    private final UUID docId = test.text("");
    private final RecordingSubscriber subscriber = new RecordingSubscriber();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void snapshotComesFirstAndThenEveryOperationAfterIt() {
        test.edit(ANN, docId, 1, "[\"a\"]", "[1,\"b\"]");
        subscribe(SubscribeRequest.fromSnapshot(docId));
        subscriber.awaitEvents(1);

        test.edit(BOB, docId, 3, "[2,\"c\"]", "[3,\"d\"]");

        subscriber.awaitVersion(5);
        assertThat(subscriber.snapshot().document().content().utf8()).isEqualTo("ab");
        assertThat(subscriber.snapshot().document().version()).isEqualTo(3);
        assertThat(subscriber.snapshot().document().activeUsers()).containsExactly("viewer");
        assertThat(subscriber.snapshot().resync()).isFalse();
        subscriber.assertVersions(4, 5);
    }

    @Test
    void changeWhileTheDocumentIsBeingReadIsNotMissed() {
        InterposedStore store = new InterposedStore(test.store);
        try (TestManager fresh = new TestManager(test.clock, store, config -> config)) {
            store.once("snapshot", () -> fresh.manager.acquireLock(ANN, docId, Duration.ofMinutes(1)));

            fresh.manager.subscribe(VIEWER, SubscribeRequest.fromSnapshot(docId), subscriber);

            subscriber.awaitEvent(DocumentEvent.LockChanged.class::isInstance);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4})
    void subscriberGoesOnFromTheVersionItHas(long version) {
        test.edit(ANN, docId, 1, "[\"a\"]", "[\"b\"]", "[\"c\"]");

        subscribe(SubscribeRequest.fromVersion(docId, version));
        test.edit(ANN, docId, 4, 4, "[\"d\"]");

        subscriber.awaitVersion(5).assertVersions(version + 1, 5);
    }

    @Test
    void sameEpochGoesOn() {
        UUID epoch = test.manager.document(ANN, docId).head().epoch();

        subscribe(new SubscribeRequest(docId, Optional.of(1L), Optional.of(epoch)));
        test.edit(ANN, docId, 1, "[\"a\"]");

        subscriber.awaitVersion(2).assertVersions(2, 2);
        assertThat(subscriber.events()).hasSize(1);
    }

    @Test
    void versionOfAnotherEpochIsAnsweredWithAResync() {
        test.edit(ANN, docId, 1, "[\"a\"]");

        subscribe(new SubscribeRequest(docId, Optional.of(1L), Optional.of(StoreRows.id())));

        assertThat(subscriber.awaitEvents(1).snapshot().resync()).isTrue();
        assertThat(subscriber.snapshot().document().content().utf8()).isEqualTo("a");
    }

    @Test
    void versionFromTheFutureIsAnsweredWithAResync() {
        subscribe(SubscribeRequest.fromVersion(docId, 7));
        assertThat(subscriber.awaitEvents(1).snapshot().resync()).isTrue();
        assertThat(subscriber.snapshot().document().version()).isEqualTo(1);

        test.edit(ANN, docId, 1, "[\"a\"]");
        subscriber.awaitVersion(2).assertVersions(2, 2);
    }

    @Test
    void subscribersBeyondTheLimitAreRefusedUntilOneLeaves() {
        Registration first = subscribe(SubscribeRequest.fromSnapshot(docId));
        test.manager.subscribe(VIEWER, SubscribeRequest.fromSnapshot(docId), new RecordingSubscriber());

        RecordingSubscriber third = new RecordingSubscriber();
        assertThatThrownBy(() -> test.manager.subscribe(ANN, SubscribeRequest.fromSnapshot(docId), third))
                .isInstanceOfSatisfying(
                        LimitExceededException.class, e -> assertThat(e.limit()).isEqualTo(2));
        first.close();
        test.manager.subscribe(ANN, SubscribeRequest.fromSnapshot(docId), third);

        assertThat(third.awaitEvents(1).events()).hasSize(1);
        assertThat(test.manager.stats().activeSubscribers()).isEqualTo(2);
    }

    @Test
    void subscriberThatFailsAtOnceIsNotKept() {
        RecordingSubscriber failing = new RecordingSubscriber() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                throw new IllegalStateException("not today");
            }
        };

        assertThatThrownBy(() -> test.manager.subscribe(ANN, SubscribeRequest.fromSnapshot(docId), failing))
                .hasMessage("not today");
        assertThat(test.manager.stats().activeSubscribers()).isZero();
    }

    @Test
    void afterCloseASubscriberIsToldSoAtOnce() {
        test.manager.close();

        subscribe(SubscribeRequest.fromVersion(docId, 1));

        assertThat(subscriber.awaitError(SubscriptionEndedException.class).lastVersion())
                .isEqualTo(1);
        assertThat(test.manager.stats().activeSubscribers()).isZero();
    }

    private Registration subscribe(SubscribeRequest request) {
        return test.manager.subscribe(VIEWER, request, subscriber);
    }
}
