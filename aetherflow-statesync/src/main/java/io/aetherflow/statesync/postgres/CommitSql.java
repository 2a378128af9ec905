// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.Conflict;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one statement that commits to documents are, each as a whole or not at all: {@code head} moves the heads that are
 * still the expected ones, and every other part joins the moved heads, so that on a miss there is nothing to join and
 * nothing is written.
 *
 * <p>A statement for one document waits if somebody else holds its head, and finds then that the head no longer matches. A
 * statement that must not wait, as one for several documents, first locks the heads that match and that nobody holds, and
 * moves those. That this is the same in READ COMMITTED: the conditions are first judged by the statement's snapshot. If
 * somebody changed the row after that, locking it finds the newer row and judges the conditions again on that one
 * (EvalPlanQual). Every change of a head moves its version or its control revision, and neither ever goes back, so a row
 * that was changed cannot pass; a row that passes is the snapshot's, which is therefore the one that the update sees. A lease
 * changes only together with its head, so for a head that passed, the snapshot's lease is the lease there is; it is compared
 * with the clock as it is then, not as it was when the transaction began.
 *
 * <p>Nobody waits in a circle: who waits for a head holds no other one, and all other rows of a document are written by none
 * but the holder of its head.
 *
 * <p>A commit alone, and one of one operation of one client, the usual one where few write, have plain values; all others
 * have arrays, for any number of documents and rows. What they seldom have is left out of the statement when they have not:
 * the texts are few, so that each connection keeps each as a prepared statement with its plan.
 */
final class CommitSql {
    private static final String WRITE_ONE =
            "), entries AS (" + OperationColumns.INSERT_ONE + "), clients AS (" + ClientColumns.UPSERT_ONE + ")";
    private static final String WRITE =
            "), entries AS (" + OperationColumns.INSERT + "), clients AS (" + ClientColumns.UPSERT + ")";
    private static final String CONFLICTS =
            ", conflicts AS (" + ConflictColumns.INSERT + "), parts AS (" + ConflictPartColumns.INSERT + ")";
    private static final String SNAPSHOTS = ", snapshots AS (" + SnapshotColumns.INSERT + ")";
    private static final String WRITTEN = " SELECT doc_id FROM head";

    private static final Map<Shape, String> TEXTS = new ConcurrentHashMap<>();

    private CommitSql() {}

    /** What to do about a head that somebody else holds. */
    enum Held {
        WAIT,
        SKIP
    }

    /**
     * Which parts the commits have.
     *
     * @param oneHead whether there is one commit
     * @param oneRow whether it is of one operation of one client that had nothing rejected
     */
    private record Shape(
            Held held, boolean oneHead, boolean oneRow, boolean fence, boolean conflicts, boolean snapshot) {
        static Shape of(List<Commit> commits, Held held) {
            return new Shape(
                    held,
                    commits.size() == 1,
                    commits.size() == 1 && isOneRow(commits.get(0)),
                    commits.stream().anyMatch(commit -> commit.fence().isPresent()),
                    commits.stream().flatMap(ConflictColumns::of).findAny().isPresent(),
                    commits.stream().anyMatch(commit -> commit.snapshot().isPresent()));
        }

        private static boolean isOneRow(Commit commit) {
            return commit.entries().size() == 1
                    && commit.clients().size() == 1
                    && commit.clients().get(0).rejection().isEmpty();
        }

        String text() {
            return (oneHead ? HeadColumns.moveOne(held == Held.SKIP, fence) : HeadColumns.moveAll(fence))
                    + (oneRow ? WRITE_ONE : WRITE)
                    + (conflicts ? CONFLICTS : "")
                    + (snapshot ? SNAPSHOTS : "")
                    + WRITTEN;
        }
    }

    /**
     * Writes commits, each to a document of its own, and tells which documents' heads were the expected ones.
     *
     * @param held with {@link Held#WAIT}, one commit only: who holds a head must not wait for another
     */
    static Set<UUID> write(Connection connection, List<Commit> commits, Held held) throws SQLException {
        Shape shape = Shape.of(commits, held);
        try (SqlStatement statement = new SqlStatement(connection, TEXTS.computeIfAbsent(shape, Shape::text))) {
            bind(statement, commits, shape);
            return Set.copyOf(statement.all(CommitSql::docId));
        }
    }

    private static void bind(SqlStatement statement, List<Commit> commits, Shape shape) throws SQLException {
        if (shape.oneHead()) {
            HeadColumns.bindOne(statement, commits.get(0));
        } else {
            HeadColumns.bindAll(statement, commits);
        }
        if (shape.oneRow()) {
            OperationColumns.bindOne(statement, commits.get(0).entries().get(0));
            ClientColumns.bindOne(statement, commits.get(0).clients().get(0));
        } else {
            OperationColumns.bind(statement, commits);
            ClientColumns.bind(statement, commits);
        }
        if (shape.conflicts()) {
            List<Conflict> conflicts =
                    commits.stream().flatMap(ConflictColumns::of).toList();
            ConflictColumns.bind(statement, conflicts);
            ConflictPartColumns.bind(statement, conflicts);
        }
        if (shape.snapshot()) {
            SnapshotColumns.bind(statement, commits);
        }
    }

    private static UUID docId(ResultSet row) throws SQLException {
        return Rows.uuid(row, "doc_id");
    }
}
