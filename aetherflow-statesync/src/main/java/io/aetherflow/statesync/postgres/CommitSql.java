// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.Conflict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one statement that a commit is, as a whole or not at all: the head moves if it is still the expected one, and every
 * other part joins the moved head, so that on a miss there is nothing to join and nothing is written. A commit of two
 * nodes at once waits for the head's row, finds that it no longer matches, and misses.
 *
 * <p>What a commit seldom has is left out of the statement when it has not: the texts are few, so that each connection
 * keeps each as a prepared statement with its plan.
 */
final class CommitSql {
    private static final String HEAD = """
            WITH head AS (
                UPDATE document_head h
                SET version = ?, control_revision = ?, conflicts = conflicts + ?, updated_by = ?, updated_at = ?
                WHERE doc_id = ? AND epoch = ? AND version = ? AND control_revision = ?
            """;
    /** The clock is read as the row is written, not as the transaction began. */
    private static final String FENCE = """
            AND EXISTS (SELECT 1 FROM document_lock l
                WHERE l.doc_id = h.doc_id AND l.fence = ? AND l.expires_at > clock_timestamp())
            """;

    private static final String MOVED = "RETURNING doc_id)";
    private static final String ENTRY = ", entries AS (" + OperationColumns.INSERT_ONE + ")";
    private static final String ENTRIES = ", entries AS (" + OperationColumns.INSERT + ")";
    private static final String CLIENT = ", clients AS (" + ClientColumns.UPSERT_ONE + ")";
    private static final String CLIENTS = ", clients AS (" + ClientColumns.UPSERT + ")";
    private static final String CONFLICTS =
            ", conflicts AS (" + ConflictColumns.INSERT + "), parts AS (" + ConflictPartColumns.INSERT + ")";
    private static final String SNAPSHOT =
            ", snapshot AS (INSERT INTO document_snapshot (doc_id, version, content) SELECT doc_id, ?, ? FROM head)";
    private static final String WRITTEN = " SELECT doc_id FROM head";

    /** Two or more. */
    private static final int MANY = 2;

    private static final Map<Shape, String> TEXTS = new ConcurrentHashMap<>();

    private CommitSql() {}

    /** Which parts a commit has. */
    private record Shape(boolean fence, int entries, boolean client, boolean conflicts, boolean snapshot) {
        static Shape of(Commit commit) {
            return new Shape(
                    commit.fence().isPresent(),
                    Math.min(commit.entries().size(), MANY),
                    commit.clients().size() == 1
                            && commit.clients().get(0).rejection().isEmpty(),
                    commit.entries().stream().anyMatch(entry -> entry.conflict().isPresent()),
                    commit.snapshot().isPresent());
        }

        String text() {
            return HEAD
                    + (fence ? FENCE : "")
                    + MOVED
                    + (entries == 0 ? "" : entries == MANY ? ENTRIES : ENTRY)
                    + (client ? CLIENT : CLIENTS)
                    + (conflicts ? CONFLICTS : "")
                    + (snapshot ? SNAPSHOT : "")
                    + WRITTEN;
        }
    }

    /** Writes a commit, and tells whether the head was the expected one. */
    static boolean write(Connection connection, Commit commit) throws SQLException {
        Shape shape = Shape.of(commit);
        try (SqlStatement statement = new SqlStatement(connection, TEXTS.computeIfAbsent(shape, Shape::text))) {
            List<Conflict> conflicts = ConflictColumns.of(commit.entries());
            statement
                    .number(commit.head().version())
                    .number(commit.head().controlRevision())
                    .number(conflicts.size())
                    .text("updatedBy", commit.head().updatedBy())
                    .time(commit.head().updatedAt())
                    .uuid(commit.docId())
                    .uuid(commit.expected().epoch())
                    .number(commit.expected().version())
                    .number(commit.expected().controlRevision());
            if (commit.fence().isPresent()) {
                statement.number(commit.fence().get());
            }
            if (shape.entries() == MANY) {
                OperationColumns.bind(statement, commit.entries());
            } else if (shape.entries() == 1) {
                OperationColumns.bindOne(statement, commit.entries().get(0));
            }
            if (shape.client()) {
                ClientColumns.bindOne(statement, commit.clients().get(0));
            } else {
                ClientColumns.bind(statement, commit.clients());
            }
            if (shape.conflicts()) {
                ConflictColumns.bind(statement, conflicts);
                ConflictPartColumns.bind(statement, conflicts);
            }
            if (commit.snapshot().isPresent()) {
                statement
                        .number(commit.snapshot().get().version())
                        .bytes(commit.snapshot().get().content());
            }
            return statement.hasRow();
        }
    }
}
