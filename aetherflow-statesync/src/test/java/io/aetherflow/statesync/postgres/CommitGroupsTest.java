// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import static io.aetherflow.statesync.postgres.BusyWays.QUICKLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.samples.engines.TestPostgres;
import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.Snapshot;
import io.aetherflow.statesync.StateStoreException;
import io.aetherflow.statesync.StoreRows;
import io.aetherflow.statesync.StoredDocument;
import io.aetherflow.statesync.model.Payload;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Commits of several documents that come while the ways to the database are busy: together, and yet each for itself. */
class CommitGroupsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();

    private PostgresStateStore store;
    private BusyWays ways;

    @BeforeAll
    static void makeDatabase() {
        DATABASE.setUrl(TestPostgres.newDatabase());
        DATABASE.setApplicationName("CommitGroupsTest");
        PostgresSchema.migrate(DATABASE);
    }

    @BeforeEach
    void occupyWays() throws SQLException {
        store = new PostgresStateStore(DATABASE);
        ways = new BusyWays(DATABASE, store);
    }

    @AfterEach
    void freeWays() throws SQLException {
        ways.close();
    }

    @Test
    void waitingCommitsAreWrittenInOneTransaction() throws SQLException {
        List<Commit> commits = commits(5);

        assertAllTrue(ways.commitTogether(commits));

        assertThat(transactions(commits)).isEqualTo(1);
        commits.forEach(this::assertWritten);
    }

    @Test
    void eachDocumentGetsItsOwnConflictsAndSnapshot() throws SQLException {
        List<Commit> commits = new ArrayList<>(commits(2));
        for (int i = 0; i < 2; i++) {
            StoredDocument document = StoreRows.create(store);
            Conflict conflict = StoreRows.conflict(document.id(), 2);
            commits.add(new Commit(
                    document.id(),
                    document.head(),
                    List.of(StoreRows.entry(document.id(), "client", 1, 2, Optional.of(conflict))),
                    List.of(StoreRows.client("client", 1, 2)),
                    Optional.of(new Snapshot(2, Payload.utf8("content " + i))),
                    Optional.empty()));
        }

        assertAllTrue(ways.commitTogether(commits));

        assertThat(transactions(commits)).isEqualTo(1);
        commits.forEach(this::assertWritten);
        for (Commit commit : commits.subList(2, 4)) {
            assertThat(store.snapshot(commit.docId()))
                    .isEqualTo(commit.snapshot().orElseThrow());
            assertThat(store.conflicts(commit.docId(), 0, 10))
                    .containsExactly(commit.entries().get(0).conflict().orElseThrow());
        }
    }

    @Test
    void missLeavesTheOthersWritten() throws SQLException {
        List<Commit> commits = new ArrayList<>(commits(2));
        StoredDocument moved = StoreRows.create(store);
        store.exclusively(moved.id(), () -> store.commit(StoreRows.commit(moved.id(), moved.head(), "first", 1)));
        commits.add(1, StoreRows.commit(moved.id(), moved.head(), "second", 2));

        List<CompletableFuture<Boolean>> outcomes = ways.commitTogether(commits);

        assertThat(outcomes.get(1)).succeedsWithin(LIMIT).isEqualTo(false);
        assertAllTrue(List.of(outcomes.get(0), outcomes.get(2)));
        assertThat(store.log(moved.id(), 1, 10)).hasSize(1);
        assertThat(store.client(moved.id(), "second")).isEmpty();
        assertThat(transactions(List.of(commits.get(0), commits.get(2)))).isEqualTo(1);
    }

    @Test
    void lockedHeadHoldsUpNobodyElse() throws SQLException {
        List<Commit> commits = commits(3);
        ways.hold(
                "SELECT 1 FROM document_head WHERE doc_id = '" + commits.get(0).docId() + "' FOR UPDATE");

        List<CompletableFuture<Boolean>> outcomes = ways.commitTogether(commits);

        assertAllTrue(outcomes.subList(1, 3));
        QUICKLY.until(() -> ways.waitingForRows() == CommitGroups.MAX_RUNNING);
        assertThat(outcomes.get(0)).isNotDone();
        ways.close();
        assertThat(outcomes.get(0)).succeedsWithin(LIMIT).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void commitThatWaitedForSomebodyElsesWritesNothing(int operations) throws SQLException {
        StoredDocument document = StoreRows.create(store);
        Commit commit = StoreRows.commit(document.id(), document.head(), "client", operations);
        ways.hold("UPDATE document_head SET version = version + 1 WHERE doc_id = '" + document.id() + "'");

        CompletableFuture<Boolean> outcome =
                ways.commitTogether(List.of(commit)).get(0);
        QUICKLY.until(() -> ways.waitingForRows() == CommitGroups.MAX_RUNNING);
        ways.commitHeld();

        assertThat(outcome).succeedsWithin(LIMIT).isEqualTo(false);
        assertThat(store.log(document.id(), 1, 10)).isEmpty();
        assertThat(store.client(document.id(), "client")).isEmpty();
    }

    @Test
    void refusedDataFailsItsOwnCommitOnly() throws SQLException {
        List<Commit> commits = new ArrayList<>(commits(2));
        StoredDocument document = StoreRows.create(store);
        UUID taken = store.log(document.id(), 0, 1).get(0).operation().id();
        commits.add(1, withOperationId(taken, StoreRows.commit(document.id(), document.head(), "client", 1)));

        List<CompletableFuture<Boolean>> outcomes = ways.commitTogether(commits);

        assertAllTrue(List.of(outcomes.get(0), outcomes.get(2)));
        assertThat(outcomes.get(1))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.isRetryable()).isFalse())
                .withMessage("PostgreSQL did not commit to document " + document.id()
                        + ": it refused the data (SQLSTATE 23505)");
        assertThat(store.find(document.id())).contains(document);
    }

    private static Commit withOperationId(UUID id, Commit commit) {
        LogEntry entry = commit.entries().get(0);
        Operation like = entry.operation();
        Operation operation = new Operation(
                id,
                like.docId(),
                like.clientId(),
                like.clientSeq(),
                like.type(),
                like.data(),
                like.prevVersion(),
                like.version(),
                like.author(),
                like.timestamp(),
                like.extra());
        return new Commit(
                commit.docId(),
                commit.expected(),
                List.of(new LogEntry(operation, Optional.empty(), entry.submittedChecksum())),
                commit.clients(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void fenceThatIsOverStopsItsOwnCommitOnly() throws SQLException {
        Commit over = underLock(StoreRows.create(store));
        expireLock(over.docId());
        List<Commit> commits =
                List.of(underLock(StoreRows.create(store)), over, commits(1).get(0));

        List<CompletableFuture<Boolean>> outcomes = ways.commitTogether(commits);

        assertThat(outcomes.get(1)).succeedsWithin(LIMIT).isEqualTo(false);
        assertAllTrue(List.of(outcomes.get(0), outcomes.get(2)));
        assertThat(transactions(List.of(commits.get(0), commits.get(2)))).isEqualTo(1);
        assertThat(store.log(over.docId(), 1, 10)).isEmpty();
    }

    private Commit underLock(StoredDocument document) {
        DocumentLock lock = store.acquireLock(document.id(), StoreRows.id(), StoreRows.ANN, Duration.ofMinutes(1));
        Commit commit = StoreRows.commit(document.id(), StoreRows.head(store, document.id()), "client", 1);
        return new Commit(
                commit.docId(),
                commit.expected(),
                commit.entries(),
                commit.clients(),
                Optional.empty(),
                Optional.of(lock.fence()));
    }

    private void expireLock(UUID docId) throws SQLException {
        ways.number("UPDATE document_lock SET acquired_at = acquired_at - interval '1 hour',"
                + " expires_at = expires_at - interval '1 hour' WHERE doc_id = '" + docId + "' RETURNING fence");
    }

    @Test
    void lostConnectionIsToldToEachByItsOwnDocument() throws SQLException {
        List<Commit> commits = commits(3);
        ways.holdClient(commits.get(2).docId());
        List<CompletableFuture<Boolean>> outcomes = ways.commitTogether(commits);
        QUICKLY.until(() -> ways.waitingForRows() == CommitGroups.MAX_RUNNING);

        ways.cutConnections();

        for (int i = 0; i < 3; i++) {
            assertThat(outcomes.get(i))
                    .failsWithin(LIMIT)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            StateStoreException.class,
                            e -> assertThat(e.isRetryable()).isTrue())
                    .withMessageStartingWith("PostgreSQL did not commit to document "
                            + commits.get(i).docId());
            assertThat(store.log(commits.get(i).docId(), 1, 10)).isEmpty();
        }
    }

    @Test
    void ofTwoCommitsToOneDocumentOneIsWritten() throws SQLException {
        StoredDocument document = StoreRows.create(store);
        List<Commit> commits = Stream.of("first", "second")
                .map(client -> StoreRows.commit(document.id(), document.head(), client, 2))
                .toList();

        List<CompletableFuture<Boolean>> outcomes = ways.commitTogether(commits);

        assertThat(outcomes.get(0)).succeedsWithin(LIMIT).isEqualTo(true);
        assertThat(outcomes.get(1)).succeedsWithin(LIMIT).isEqualTo(false);
        assertWritten(commits.get(0));
    }

    @Test
    void groupTakesNoMoreThanItsNumberOfCommits() throws SQLException {
        List<Commit> commits = commits(CommitGroups.MAX_COMMITS + 2);

        assertAllTrue(ways.commitTogether(commits));

        assertThat(transactions(commits)).isEqualTo(2);
        assertThat(transactions(commits.subList(0, CommitGroups.MAX_COMMITS))).isEqualTo(1);
    }

    @Test
    void groupThatIsLargeTakesNoMore() throws SQLException {
        List<Commit> commits = commits(2).stream()
                .map(commit -> new Commit(
                        commit.docId(),
                        commit.expected(),
                        commit.entries(),
                        commit.clients(),
                        Optional.of(new Snapshot(3, Payload.of(new byte[(int) CommitGroups.MAX_BYTES]))),
                        Optional.empty()))
                .toList();

        assertAllTrue(ways.commitTogether(commits));

        assertThat(transactions(commits)).isEqualTo(2);
    }

    /** Commits to new documents, of different sizes. */
    private List<Commit> commits(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    StoredDocument document = StoreRows.create(store);
                    return StoreRows.commit(document.id(), document.head(), "client", 1 + i % 3);
                })
                .toList();
    }

    private static void assertAllTrue(List<CompletableFuture<Boolean>> outcomes) {
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome).succeedsWithin(LIMIT).isEqualTo(true));
    }

    private void assertWritten(Commit commit) {
        assertThat(StoreRows.head(store, commit.docId())).isEqualTo(commit.head());
        assertThat(store.log(commit.docId(), 1, 10)).isEqualTo(commit.entries());
        assertThat(store.client(commit.docId(), commit.clients().get(0).clientId()))
                .contains(commit.clients().get(0));
    }

    /** In how many transactions the heads were written. */
    private long transactions(List<Commit> commits) throws SQLException {
        String docIds =
                commits.stream().map(commit -> "'" + commit.docId() + "'").collect(Collectors.joining(","));
        return ways.number("SELECT count(DISTINCT xmin::text) FROM document_head WHERE doc_id IN (" + docIds + ")");
    }
}
