// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static io.aetherflow.statesync.TestManager.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.aetherflow.core.Registration;
import io.aetherflow.statesync.model.OperationType;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the store, the broadcaster or a document model fails. */
class FailureTest {
    private final ManualClock clock = new ManualClock();
    private final InterposedStore store = new InterposedStore(new InMemoryStateStore(clock));
    private final TestManager test =
            new TestManager(clock, store, config -> config.model(FragileModel.TYPE, new FragileModel()));

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void failedWriteIsNotAcknowledgedAndCanBeSentAgain() {
        UUID docId = test.text("");
        store.before("commit", FailureTest::fail);
        assertThatThrownBy(() -> test.edit(ANN, docId, 1, "[\"a\"]")).isInstanceOf(StateStoreException.class);
        store.undisturbed();
        assertThat(test.version(docId)).isEqualTo(1);

        test.edit(ANN, docId, 1, "[\"a\"]");
        assertThat(test.content(docId)).isEqualTo("a");
    }

    @Test
    void writeThatWasDoneAlthoughItSeemedToFailIsNotDoneTwice() {
        UUID docId = test.text("");
        StateStore losing = new InterposedStore(store) {
            @Override
            public boolean commit(Commit commit) {
                super.commit(commit);
                throw new StateStoreException("connection lost after the commit", null);
            }
        };
        try (StateSyncManager unlucky = new StateSyncManager(losing)) {
            Submission submission =
                    new Submission(docId, "ann", 1, List.of(TestManager.operation(1, OperationType.TEXT, "[\"a\"]")));
            assertThatThrownBy(() -> unlucky.apply(ANN, submission)).isInstanceOf(StateStoreException.class);

            assertThat(applied(unlucky.apply(ANN, submission)).duplicate()).isTrue();
            assertThat(unlucky.document(ANN, docId).content().utf8()).isEqualTo("a");
        }
    }

    @Test
    void dataThatTheStoreRefusesFailsItsOwnSubmissionOnly() {
        UUID docId = test.text("");
        StateStore picky = new InterposedStore(store) {
            @Override
            public boolean commit(Commit commit) {
                if (commit.entries().stream()
                        .anyMatch(entry -> entry.operation().data().utf8().contains("odd"))) {
                    throw new StateStoreException("value refused", null, false);
                }
                return super.commit(commit);
            }
        };
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch othersWait = new CountDownLatch(1);
        store.once("commit", () -> {
            committing.countDown();
            InParallel.await(othersWait);
        });
        try (TestManager picking = new TestManager(clock, picky, config -> config)) {
            List<Throwable> outcomes = InParallel.run(4, thread -> {
                if (thread == 0) {
                    return catchThrowable(() -> picking.edit(OWNER, docId, 1, "[\"first\"]"));
                }
                InParallel.await(committing);
                return switch (thread) {
                    case 1 -> catchThrowable(() -> picking.edit(ANN, docId, 1, "[\"odd\"]"));
                    case 2 -> catchThrowable(() -> picking.edit(BOB, docId, 1, "[\"good\"]"));
                    default -> {
                        othersWait.countDown();
                        yield null;
                    }
                };
            });

            assertThat(outcomes.get(0)).isNull();
            assertThat(outcomes.get(1)).hasMessage("value refused");
            assertThat(outcomes.get(2)).isNull();
            assertThat(picking.content(docId)).contains("first", "good").doesNotContain("odd");
        }
    }

    @Test
    void storeThatFailsEndsTheSubscriptionWithItsReason() {
        UUID docId = test.text("");
        try (StateSyncManager fresh = new StateSyncManager(store)) {
            RecordingSubscriber subscriber = new RecordingSubscriber(0);
            fresh.subscribe(VIEWER, SubscribeRequest.fromVersion(docId, 1), subscriber);
            store.before("snapshot", FailureTest::fail);

            subscriber.request(1);

            assertThat(subscriber.awaitError(StateStoreException.class)).hasMessage("no database");
        }
    }

    private static void fail() {
        throw new StateStoreException("no database", null);
    }

    @Test
    void signalThatCannotBeSentDoesNotUndoTheWrite() {
        try (TestManager alone = new TestManager(clock, store, config -> config.broadcaster(new Silence()))) {
            UUID docId = alone.text("");

            alone.edit(ANN, docId, 1, "[\"a\"]");
            alone.manager.update(OWNER, docId, DocumentUpdate.NOTHING.name("renamed"));
            assertThat(alone.content(docId)).isEqualTo("a");
        }
    }

    /** A broadcaster without a network. */
    private static final class Silence implements Broadcaster {
        @Override
        public void publish(Signal signal) {
            throw new IllegalStateException("no network");
        }

        @Override
        public Registration listen(Consumer<Signal> listener) {
            return () -> {};
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error"})
    void modelThatFailsHalfWayThroughASubmissionAppliesNoneOfItAndHarmsNobodyElse(String failing) {
        UUID docId = test.document(FragileModel.TYPE, "");
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch othersWait = new CountDownLatch(1);
        store.once("commit", () -> {
            committing.countDown();
            InParallel.await(othersWait);
        });

        // The first holds the document while the others come, so that these are decided together.
        List<Object> outcomes = InParallel.run(4, thread -> {
            if (thread == 0) {
                return replace(OWNER, docId, 1, "first");
            }
            InParallel.await(committing);
            return switch (thread) {
                case 1 -> catchThrowable(() -> replace(ANN, docId, 1, "good", failing));
                case 2 -> replace(BOB, docId, 1, "bob");
                default -> {
                    othersWait.countDown();
                    yield "released";
                }
            };
        });

        assertThat(outcomes.get(1)).isInstanceOf(RuntimeException.class);
        assertThat(test.store.client(docId, "ann")).isEmpty();
        assertThat(outcomes.get(2)).isInstanceOf(List.class);
        assertThat(applied(replace(ANN, docId, test.version(docId), "good")).duplicate())
                .isFalse();
        assertThat(test.content(docId)).isEqualTo("good");
    }

    private List<OperationResult> replace(Caller caller, UUID docId, long prevVersion, String... contents) {
        return test.submit(caller, docId, prevVersion, 1, OperationType.UPDATE, contents);
    }
}
