// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.STRANGER;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static io.aetherflow.statesync.TestManager.applied;
import static io.aetherflow.statesync.TestManager.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.model.OperationType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two managers on one store whose signals are all lost: neither may answer from what it remembers alone. */
class OtherNodeTest {
    private final ManualClock clock = new ManualClock();
    private final InterposedStore store = new InterposedStore(new InMemoryStateStore(clock));
    private final TestManager here = new TestManager(clock, store, config -> config);
    private final TestManager there =
            new TestManager(clock, store, TestLimits.with(limits -> limits.snapshotInterval(1)));
    private final UUID docId = here.text("");

    @BeforeEach
    void bothHoldTheDocument() {
        here.edit(ANN, docId, 1, "[\"a\"]");
        assertThat(there.content(docId)).isEqualTo("a");
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void versionSeenThroughTheOtherIsNotFromTheFuture() {
        there.edit(BOB, docId, 2, "[1,\"b\"]");

        here.edit(OWNER, docId, 3, "[2,\"c\"]");
        assertThat(here.content(docId)).isEqualTo("abc");
    }

    @Test
    void sequenceGoesOnThroughTheOther() {
        here.edit(BOB, docId, 2, "[1,\"b\"]");
        there.edit(BOB, docId, 3, 2, "[2,\"c\"]");

        here.edit(BOB, docId, 4, 3, "[3,\"d\"]");
        assertThat(here.content(docId)).isEqualTo("abcd");
    }

    @Test
    void grantMadeThroughTheOtherHolds() {
        there.permit(docId, new Permissions("owner", Set.of("stranger"), Set.of(), false));

        here.edit(STRANGER, docId, 2, "[1,\"s\"]");
        assertThatThrownBy(() -> here.edit(ANN, docId, 3, 2, "[\"x\"]")).isInstanceOf(DocumentNotFoundException.class);
        assertThat(here.manager.document(STRANGER, docId).content().utf8()).isEqualTo("as");
    }

    @Test
    void revokedReaderIsNotEvenAnsweredADuplicate() {
        there.permit(docId, Permissions.ownedBy("owner"));

        assertThatThrownBy(() -> here.edit(ANN, docId, 1, "[\"a\"]")).isInstanceOf(DocumentNotFoundException.class);
    }

    @Test
    void lockTakenAndReleasedThroughTheOtherHolds() {
        DocumentLock lock = there.manager.acquireLock(BOB, docId, Duration.ofSeconds(10));
        assertThatThrownBy(() -> here.edit(ANN, docId, 2, 2, "[\"x\"]")).isInstanceOf(DocumentLockedException.class);

        there.manager.releaseLock(BOB, docId, lock.lockId());
        here.edit(ANN, docId, 2, 2, "[\"x\"]");
        assertThat(here.version(docId)).isEqualTo(3);
    }

    @Test
    void operationRejectedByTheOtherIsNotAppliedHere() {
        here.edit(BOB, docId, 2, "[\"b\"]");
        Rejection first = rejection(there.edit(BOB, docId, 3, 2, "[9,\"does not fit\"]"));

        // The same number, now with data that fits, as if the client had been told nothing.
        assertThat(rejection(here.edit(BOB, docId, 3, 2, "[\"fits\"]"))).isEqualTo(first);
        assertThat(here.content(docId)).isEqualTo("ba");
    }

    @Test
    void subscriptionStartsAtWhatTheCallerMayKnowThroughTheOther() {
        there.permit(docId, new Permissions("owner", Set.of("ann", "bob"), Set.of("stranger"), false));
        there.edit(BOB, docId, 2, "[\"b\"]");
        RecordingSubscriber subscriber = new RecordingSubscriber();

        here.manager.subscribe(STRANGER, SubscribeRequest.fromVersion(docId, 3), subscriber);
        here.edit(ANN, docId, 3, 2, "[\"c\"]");

        subscriber.awaitVersion(4).assertVersions(4, 4);
        assertThat(subscriber.events()).as("no resync, no old metadata").hasSize(1);
    }

    @Test
    void snapshotNewerThanTheHeadReadJustBeforeIsNoConfusion() {
        store.once("snapshot", () -> there.edit(BOB, docId, 2, "[\"bob\"]", "[\"bob\"]"));
        try (TestManager third = new TestManager(clock, store, config -> config)) {
            assertThat(third.version(docId)).isEqualTo(4);
            third.edit(OWNER, docId, 4, "[7,\"!\"]");

            assertThat(third.content(docId)).isEqualTo("bobboba!").isEqualTo(there.content(docId));
        }
    }

    @Test
    void writeBetweenDecisionAndCommitIsDecidedAnew() {
        store.once("commit", () -> there.edit(BOB, docId, 2, "[\"bob\"]"));

        Operation committed =
                applied(here.edit(ANN, docId, 2, 2, "[1,\"ann\"]")).operation();

        assertThat(committed.version()).isEqualTo(4);
        assertThat(committed.data().utf8()).isEqualTo("[4,\"ann\"]");
        assertThat(here.content(docId)).isEqualTo("bobaann");
    }

    @Test
    void writerThatIsOvertakenEachTimeTakesItsTurn() {
        AtomicInteger overtaken = new AtomicInteger();
        AtomicBoolean exclusive = new AtomicBoolean();
        StateStore busy = new InterposedStore(store) {
            @Override
            public boolean commit(Commit commit) {
                if (!exclusive.get()) {
                    int number = overtaken.incrementAndGet();
                    there.edit(BOB, docId, number + 1, number, "[\"b\"]");
                }
                return super.commit(commit);
            }

            @Override
            public <T> T exclusively(UUID docId, Supplier<T> task) {
                exclusive.set(true);
                return super.exclusively(docId, task);
            }
        };
        try (TestManager late = new TestManager(clock, busy, config -> config)) {
            late.edit(OWNER, docId, 2, "[1,\"!\"]");

            assertThat(late.content(docId)).isEqualTo("bba!").isEqualTo(there.content(docId));
            assertThat(overtaken).hasValue(2);
        }
    }

    @Test
    void holderPausedPastItsLeaseIsRefusedByItsFenceAlthoughTheLockIsFreeAgain() {
        DocumentLock lock = here.manager.acquireLock(ANN, docId, Duration.ofSeconds(10));
        Submission late = new Submission(
                        docId, "ann", 2, List.of(TestManager.operation(2, OperationType.TEXT, "[\"late\"]")))
                .withFence(lock.fence());
        clock.advance(Duration.ofSeconds(10));
        DocumentLock bobs = there.manager.acquireLock(BOB, docId, Duration.ofSeconds(10));
        there.manager.releaseLock(BOB, docId, bobs.lockId());

        assertThatThrownBy(() -> here.manager.apply(ANN, late))
                .isInstanceOfSatisfying(
                        StaleFenceException.class, e -> assertThat(e.fence()).isEqualTo(lock.fence()));
        assertThat(here.version(docId)).isEqualTo(2);
        DocumentLock again = here.manager.acquireLock(ANN, docId, Duration.ofSeconds(10));
        here.manager.apply(ANN, late.withFence(again.fence()));
        assertThat(there.content(docId)).isEqualTo("latea");
    }

    @Test
    void leaseThatEndsBetweenDecisionAndCommitRefusesTheFencedWrite() {
        DocumentLock lock = here.manager.acquireLock(ANN, docId, Duration.ofSeconds(10));
        Submission submission = new Submission(
                        docId, "ann", 2, List.of(TestManager.operation(2, OperationType.TEXT, "[\"late\"]")))
                .withFence(lock.fence());
        store.once("commit", () -> clock.advance(Duration.ofSeconds(10)));

        assertThatThrownBy(() -> here.manager.apply(ANN, submission)).isInstanceOf(StaleFenceException.class);
        assertThat(here.content(docId)).isEqualTo("a");
    }

    @Test
    void subscriberHearsOfTheOthersWritesAlthoughTheSignalsAreLost() {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        here.manager.subscribe(VIEWER, SubscribeRequest.fromVersion(docId, 2), subscriber);

        there.edit(BOB, docId, 2, "[1,\"b\"]");
        subscriber.awaitVersion(3);
        there.manager.acquireLock(BOB, docId, Duration.ofSeconds(10));

        subscriber.awaitEvent(DocumentEvent.LockChanged.class::isInstance).assertVersions(3, 3);
    }

    @Test
    void revocationBetweenDecisionAndCommitHolds() {
        Permissions readOnly = new Permissions("owner", Set.of(), Set.of("ann", "viewer"), false);
        store.once("commit", () -> there.permit(docId, readOnly));

        assertThatThrownBy(() -> here.edit(ANN, docId, 2, 2, "[1,\"ann\"]"))
                .isInstanceOf(PermissionDeniedException.class);
        assertThat(here.manager.document(VIEWER, docId).content().utf8()).isEqualTo("a");
    }
}
