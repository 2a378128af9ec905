// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that submit at once, through one manager or several on the same store: every acknowledged operation stands in
 * the log once, versions are contiguous, content is the log replayed, subscribers are told exactly the log.
 */
class ConcurrentSubmissionTest {
    /** An empty store. */
    StateStore newStore() {
        return new InMemoryStateStore(new ManualClock());
    }

    /** How much each thread submits where documents are read from the store nearly every time. */
    int submissionsThatRead() {
        return 2_000;
    }

    private TestManager newManager(UnaryOperator<StateSyncConfig.Builder> configuration) {
        return new TestManager(new ManualClock(), newStore(), configuration);
    }

    @ParameterizedTest
    @CsvSource({"2, 500", "8, 250"})
    void threadsOnOneDocument(int threads, int submissions) {
        try (TestManager test = newManager(config -> config)) {
            UUID docId = Hammer.create(test.manager);
            RecordingSubscriber subscriber = Hammer.subscribe(test.manager, docId);

            List<List<OperationResult>> answers =
                    InParallel.run(threads, thread -> Hammer.write(test.manager, docId, thread, submissions));

            Hammer.verify(test.manager, docId, answers);
            long last = 1 + (long) threads * submissions;
            subscriber.awaitVersion(last).assertVersions(2, last);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "1, 3", "40, 1000"})
    void twoManagersOnOneStore(int documentsInMemory, int snapshotInterval) {
        try (TwoNodes nodes = new TwoNodes(TestLimits.with(
                limits -> limits.documentsInMemory(documentsInMemory).snapshotInterval(snapshotInterval)))) {
            UUID docId = Hammer.create(nodes.first.manager);
            RecordingSubscriber atFirst = Hammer.subscribe(nodes.first.manager, docId);
            RecordingSubscriber atSecond = Hammer.subscribe(nodes.second.manager, docId);

            List<List<OperationResult>> answers =
                    InParallel.run(4, thread -> Hammer.write(nodes.of(thread), docId, thread, 300));

            Hammer.verify(nodes.first.manager, docId, answers);
            Hammer.verify(nodes.second.manager, docId, answers);
            atFirst.awaitVersion(1_201).assertVersions(2, 1_201);
            atSecond.awaitVersion(1_201).assertVersions(2, 1_201);
        }
    }

    @Test
    void clientThatSwitchesBetweenManagersIsServedByEither() {
        try (TwoNodes nodes = new TwoNodes(config -> config)) {
            UUID docId = Hammer.create(nodes.first.manager);

            List<List<OperationResult>> answers = InParallel.run(4, thread -> {
                List<OperationResult> results = new ArrayList<>();
                for (int seq = 1; seq <= 200; seq++) {
                    Submission submission = Hammer.next(nodes.of(seq), docId, thread, seq);
                    results.addAll(nodes.of(seq + 1).apply(Hammer.caller(thread), submission));
                    List<OperationResult> again = nodes.of(seq).apply(Hammer.caller(thread), submission);
                    assertThat(TestManager.applied(again).duplicate()).isTrue();
                }
                return results;
            });

            Hammer.verify(nodes.first.manager, docId, answers);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 60})
    void documentsThatMakeRoomForOneAnotherUnderLoad(int documentsInMemory) {
        try (TestManager test = newManager(TestLimits.with(
                limits -> limits.documentsInMemory(documentsInMemory).snapshotInterval(7)))) {
            List<UUID> docIds = IntStream.range(0, 100)
                    .mapToObj(i -> Hammer.create(test.manager))
                    .toList();
            List<RecordingSubscriber> subscribers = docIds.stream()
                    .map(docId -> Hammer.subscribe(test.manager, docId))
                    .toList();

            InParallel.run(4, thread -> {
                SplittableRandom random = new SplittableRandom(thread);
                long[] seqs = new long[docIds.size()];
                for (int i = 0; i < submissionsThatRead(); i++) {
                    int index = random.nextInt(docIds.size());
                    test.manager.apply(
                            Hammer.caller(thread), Hammer.next(test.manager, docIds.get(index), thread, ++seqs[index]));
                }
                return null;
            });

            for (int i = 0; i < docIds.size(); i++) {
                long version = test.version(docIds.get(i));
                assertThat(test.content(docIds.get(i))).isEqualTo(Replay.of(test.manager, docIds.get(i)));
                subscribers.get(i).awaitVersion(version).assertVersions(2, version);
            }
        }
    }

    /** Two managers on one store, that signal each other. */
    private final class TwoNodes implements AutoCloseable {
        private final LocalBroadcaster broadcaster = new LocalBroadcaster();
        final TestManager first;
        final TestManager second;

        TwoNodes(UnaryOperator<StateSyncConfig.Builder> configuration) {
            UnaryOperator<StateSyncConfig.Builder> joined =
                    config -> configuration.apply(config).broadcaster(broadcaster);
            first = newManager(joined);
            second = new TestManager(first.clock, first.store, joined);
        }

        StateSyncManager of(int number) {
            return number % 2 == 0 ? first.manager : second.manager;
        }

        @Override
        public void close() {
            first.close();
            second.close();
            broadcaster.close();
        }
    }
}
