// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.model.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Commits: all or nothing, on condition that nobody else wrote; and what can be read of them. */
interface StoreCommitContract extends StoreUnderTest {
    @Test
    default void commitWritesEntriesClientsAndHead() {
        StoredDocument document = StoreRows.create(store());
        Commit commit = StoreRows.commit(document.id(), document.head(), "client", 2);

        assertThat(store().commit(commit)).isTrue();

        assertThat(StoreRows.head(store(), document.id())).isEqualTo(commit.head());
        assertThat(commit.head().version()).isEqualTo(3);
        assertThat(store().log(document.id(), 1, 10)).isEqualTo(commit.entries());
        assertThat(store().client(document.id(), "client")).contains(StoreRows.client("client", 2, 3));
        assertThat(store().client(document.id(), "another")).isEmpty();
    }

    @Test
    default void commitOnAnOldVersionWritesNothing() {
        StoredDocument document = StoreRows.create(store());
        store().commit(StoreRows.commit(document.id(), document.head(), "first", 1));

        assertRefused(StoreRows.commit(document.id(), document.head(), "second", 2));
    }

    @Test
    default void commitOnAnOldControlRevisionWritesNothing() {
        StoredDocument document = StoreRows.create(store());
        store().acquireLock(document.id(), StoreRows.id(), StoreRows.ANN, Duration.ofSeconds(1));

        assertRefused(StoreRows.commit(document.id(), document.head(), "client", 1));
    }

    @Test
    default void commitOnAnotherEpochWritesNothing() {
        StoredDocument document = StoreRows.create(store());
        DocumentHead other = new DocumentHead(StoreRows.id(), 1, 1, 0, "ann", StoreRows.NOW);

        assertRefused(StoreRows.commit(document.id(), other, "client", 1));
    }

    private void assertRefused(Commit commit) {
        StoredDocument before = store().find(commit.docId()).orElseThrow();
        List<LogEntry> log = store().log(commit.docId(), 0, 10);
        String clientId = commit.clients().get(0).clientId();

        assertThat(store().commit(commit)).isFalse();

        assertThat(store().find(commit.docId())).contains(before);
        assertThat(store().log(commit.docId(), 0, 10)).isEqualTo(log);
        assertThat(store().client(commit.docId(), clientId)).isEmpty();
        assertThat(store().entries(commit.docId(), clientId, 1, 1)).isEmpty();
    }

    @Test
    default void rejectionIsRememberedAndMovesTheHead() {
        StoredDocument document = StoreRows.create(store());
        Rejection rejection = new Rejection(1, Rejection.Reason.DOES_NOT_FIT, "does not fit");
        ClientRecord client = new ClientRecord("client", "ann", 1, 0, Optional.of(rejection));
        Commit commit = new Commit(
                document.id(), document.head(), List.of(), List.of(client), Optional.empty(), Optional.empty());

        assertThat(store().commit(commit)).isTrue();

        assertThat(store().client(document.id(), "client")).contains(client);
        assertThat(StoreRows.head(store(), document.id()))
                .isEqualTo(document.head().withNextControlRevision());
        assertThat(store().commit(StoreRows.commit(document.id(), document.head(), "client", 1)))
                .as("decided without knowing of the rejection")
                .isFalse();
    }

    @Test
    default void clientRecordIsReplaced() {
        StoredDocument document = StoreRows.create(store());
        store().commit(StoreRows.commit(document.id(), document.head(), "client", 1));
        store().commit(StoreRows.commit(document.id(), StoreRows.head(store(), document.id()), "client", 2));

        assertThat(store().client(document.id(), "client")).contains(StoreRows.client("client", 3, 4));
    }

    @Test
    default void logIsReadInPiecesFromAnyVersion() {
        StoredDocument document = StoreRows.create(store());
        store().commit(StoreRows.commit(document.id(), document.head(), "client", 9));

        assertThat(versions(document.id(), 0, 3)).containsExactly(1L, 2L, 3L);
        assertThat(versions(document.id(), 3, 3)).containsExactly(4L, 5L, 6L);
        assertThat(versions(document.id(), 8, 3)).containsExactly(9L, 10L);
        assertThat(versions(document.id(), 10, 3)).isEmpty();
        assertThat(versions(document.id(), Long.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
    }

    private List<Long> versions(UUID docId, long after, int limit) {
        return store().log(docId, after, limit).stream()
                .map(entry -> entry.operation().version())
                .toList();
    }

    @Test
    default void entriesAreFoundByClientAndNumbers() {
        StoredDocument document = StoreRows.create(store());
        Commit commit = StoreRows.commit(document.id(), document.head(), "client", 3);
        store().commit(commit);

        assertThat(store().entries(document.id(), "client", 2, 2))
                .containsExactly(commit.entries().get(1));
        assertThat(store().entries(document.id(), "client", 2, Long.MAX_VALUE))
                .isEqualTo(commit.entries().subList(1, 3));
        assertThat(store().entries(document.id(), "client", 4, 9)).isEmpty();
        assertThat(store().entries(document.id(), "another", 1, 3)).isEmpty();
    }

    @Test
    default void commitUnderAFenceIsWrittenOnlyWhileThatLeaseIsInForce() {
        StoredDocument document = StoreRows.create(store());
        DocumentLock lock = store().acquireLock(document.id(), StoreRows.id(), StoreRows.ANN, Duration.ofSeconds(20));

        assertThat(store().commit(fenced(document.id(), lock.fence() + 1))).isFalse();
        assertThat(store().commit(fenced(document.id(), lock.fence()))).isTrue();
        passTime(Duration.ofSeconds(20));
        assertThat(store().commit(fenced(document.id(), lock.fence())))
                .as("the head is the expected one, but the lease has ended")
                .isFalse();
        assertThat(StoreRows.head(store(), document.id()).version()).isEqualTo(2);
    }

    private Commit fenced(UUID docId, long fence) {
        Commit commit = StoreRows.commit(docId, StoreRows.head(store(), docId), "client", 1);
        return new Commit(
                docId, commit.expected(), commit.entries(), commit.clients(), Optional.empty(), Optional.of(fence));
    }

    @Test
    default void othersWaitUntilAnExclusiveTaskIsStored() {
        StoredDocument document = StoreRows.create(store());
        CyclicBarrier inside = new CyclicBarrier(2);

        List<Boolean> written = InParallel.run(2, thread -> {
            if (thread == 0) {
                return store().exclusively(document.id(), () -> {
                    InParallel.await(inside);
                    DocumentHead head = StoreRows.head(store(), document.id());
                    return store().commit(StoreRows.commit(document.id(), head, "first", 1));
                });
            }
            InParallel.await(inside);
            return store().commit(StoreRows.commit(document.id(), document.head(), "second", 1));
        });

        assertThat(written).containsExactly(true, false);
        assertThat(store().client(document.id(), "first")).isPresent();
    }

    @Test
    default void exclusiveTaskThatFailsLeavesTheDocumentToOthers() {
        StoredDocument document = StoreRows.create(store());

        assertThatThrownBy(() -> store().exclusively(document.id(), () -> {
                    throw new IllegalStateException("task");
                }))
                .hasMessage("task");

        assertThat(store().commit(StoreRows.commit(document.id(), document.head(), "client", 1)))
                .isTrue();
    }

    @Test
    default void snapshotIsTheNewestOneWritten() {
        StoredDocument document = StoreRows.create(store());
        Commit commit = StoreRows.commit(document.id(), document.head(), "client", 2);
        Snapshot snapshot = new Snapshot(3, Payload.empty());
        store().commit(new Commit(
                document.id(),
                document.head(),
                commit.entries(),
                commit.clients(),
                Optional.of(snapshot),
                Optional.empty()));
        store().commit(StoreRows.commit(document.id(), commit.head(), "client", 1));

        assertThat(store().snapshot(document.id())).isEqualTo(snapshot);
    }

    @Test
    default void conflictsAreListedOldestFirstFromAnyVersion() {
        StoredDocument document = StoreRows.create(store());
        List<Conflict> conflicts = LongStream.of(3, 5, 6)
                .mapToObj(version -> StoreRows.conflict(document.id(), version))
                .toList();
        List<LogEntry> entries = new ArrayList<>();
        for (long version = 2; version <= 6; version++) {
            long wanted = version;
            Optional<Conflict> conflict = conflicts.stream()
                    .filter(candidate -> candidate.version() == wanted)
                    .findFirst();
            entries.add(StoreRows.entry(document.id(), "client", version - 1, version, conflict));
        }
        store().commit(new Commit(
                document.id(),
                document.head(),
                entries,
                List.of(StoreRows.client("client", 5, 6)),
                Optional.empty(),
                Optional.empty()));

        assertThat(store().conflicts(document.id(), 0, 10)).isEqualTo(conflicts);
        assertThat(store().conflicts(document.id(), 3, 1)).containsExactly(conflicts.get(1));
        assertThat(store().conflicts(document.id(), 6, 10)).isEmpty();
        assertThat(store().log(document.id(), 2, 1).get(0).conflict()).contains(conflicts.get(0));
    }

    @Test
    default void ofConcurrentCommitsExactlyOneMakesEachVersion() {
        StoredDocument document = StoreRows.create(store());
        int threads = 4;
        int versions = 50;
        CyclicBarrier start = new CyclicBarrier(threads);

        List<List<Long>> won = InParallel.run(
                threads,
                thread -> IntStream.range(0, versions)
                        .mapToObj(round -> {
                            InParallel.await(start);
                            DocumentHead head =
                                    new DocumentHead(document.head().epoch(), round + 1, 1, 0, "ann", StoreRows.NOW);
                            Commit commit = StoreRows.commit(document.id(), head, "client-" + thread, 1);
                            boolean written = store().commit(commit);
                            InParallel.await(start);
                            return written ? round + 2L : 0L;
                        })
                        .filter(version -> version > 0)
                        .toList());

        List<Long> all = LongStream.rangeClosed(1, versions + 1).boxed().toList();
        assertThat(won.stream().flatMap(List::stream).sorted()).isEqualTo(all.subList(1, all.size()));
        assertThat(versions(document.id(), 0, 1_000)).isEqualTo(all);
    }
}
