// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.aetherflow.core.Registration;
import io.aetherflow.samples.engines.TestPostgres;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.StateSyncConfig;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.postgres.PostgresSchema;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Two managers on one PostgreSQL whose signals never arrive, and what one of them may not do to the other. */
class TwoNodesTest {
    private static final Caller OWNER = Caller.of("owner", "tab");
    private static final Permissions EVERYBODY = new Permissions(
            "owner", Set.of("left", "right", "follower", LockHolderProcess.USER, "another"), Set.of(), false);

    private final String url = TestPostgres.newDatabase();
    private StateSyncManager left;
    private StateSyncManager right;
    private UUID docId;

    @BeforeEach
    void open() {
        PGSimpleDataSource dataSource = dataSource();
        PostgresSchema.migrate(dataSource);
        left = newNode();
        right = newNode();
        docId = left.create(OWNER, NewDocument.of("shared", DocumentType.TEXT).with(EVERYBODY))
                .id();
    }

    private PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    private StateSyncManager newNode() {
        return new StateSyncManager(
                new PostgresStateStore(dataSource()),
                StateSyncConfig.builder().broadcaster(new Silence()).build());
    }

    @AfterEach
    void close() {
        left.close();
        right.close();
    }

    @Test
    void bothGetOnWhenTheyHammerOneDocument() throws Exception {
        int edits = 60;
        List<Editor> editors =
                List.of(new Editor(docId, "left", 1, () -> left), new Editor(docId, "right", 2, () -> right));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = editors.stream()
                    .<Future<?>>map(editor -> threads.submit(() -> {
                        AtomicInteger rounds = new AtomicInteger();
                        editor.run(() -> rounds.getAndIncrement() < edits);
                        return null;
                    }))
                    .toList();
            for (Future<?> editor : running) {
                editor.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        List<Attempt> attempts =
                editors.stream().flatMap(editor -> editor.attempts().stream()).toList();
        assertThat(HistoryChecker.check(left.history(OWNER, docId, 0, 1_000), attempts, Map.of()))
                .isEmpty();
        assertThat(editors).allSatisfy(editor -> assertThat(editor.failures()).isZero());
        assertThat(left.document(OWNER, docId).content())
                .isEqualTo(right.document(OWNER, docId).content());
    }

    @Test
    void nodeThatCrashesBetweenCommitAndSignalLosesNothing() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            Follower follower = new Follower(docId, "follower", () -> right, timer);
            follower.subscribe();

            left.apply(Caller.of("left", "tab"), insertion("left", 1, 1));
            left.close();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> follower.versions().equals(List.of(2L)));
            right.apply(Caller.of("left", "tab"), insertion("left", 2, 2));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> follower.versions().equals(List.of(2L, 3L)));
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void nodePausedPastItsLeaseIsRefusedWhenItGoesOn() throws Exception {
        try (LockHolderProcess holder = LockHolderProcess.start(url, docId)) {
            holder.pause();
            holder.tellToWrite();
            Caller another = Caller.of("another", "tab");
            assertThatThrownBy(() -> right.acquireLock(another, docId, Duration.ofSeconds(10)))
                    .hasMessageContaining(LockHolderProcess.USER);
            DocumentLock lock = await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> right.acquireLock(another, docId, Duration.ofSeconds(10)), taken -> true);
            right.apply(another, insertion("another", 1, 1).withFence(lock.fence()));
            right.releaseLock(another, docId, lock.lockId());

            holder.resume();

            assertThat(holder.outcome()).isEqualTo("StaleFenceException");
            assertThat(right.document(OWNER, docId).content().utf8()).isEqualTo("x");
        }
    }

    private Submission insertion(String clientId, long seq, long seenVersion) {
        return new Submission(
                docId,
                clientId,
                seenVersion,
                List.of(new ClientOperation(seq, OperationType.TEXT, Payload.utf8("[\"x\"]"))));
    }

    /** A broadcaster that loses everything. */
    private static final class Silence implements Broadcaster {
        @Override
        public void publish(Signal signal) {}

        @Override
        public Registration listen(Consumer<Signal> listener) {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
