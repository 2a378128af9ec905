// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Commit;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Rows of table document_head that commits move: values of one document, or one array for each column of several. A row of
 * {@code head}, which the other parts of the statement join, says which of the statement's entries and clients are of its
 * document: those after {@code entries_from} and {@code clients_from}.
 */
final class HeadColumns {
    private static final String EXPECTED_ONE = "doc_id = ? AND epoch = ? AND version = ? AND control_revision = ?";
    private static final String FREE_ONE =
            "ctid = (SELECT ctid FROM document_head WHERE " + EXPECTED_ONE + " FOR NO KEY UPDATE SKIP LOCKED)";
    private static final String MOVE_ONE = """
            WITH head AS (
                UPDATE document_head h
                SET version = ?, control_revision = ?, conflicts = conflicts + ?, updated_by = ?,
                    updated_at = timestamptz 'epoch' + ? * interval '1 microsecond'
                WHERE\s""";
    private static final String FENCE_ONE = """
             AND EXISTS (SELECT 1 FROM document_lock l
                WHERE l.doc_id = h.doc_id AND l.fence = ? AND l.expires_at > clock_timestamp())
            """;
    private static final String MOVED_ONE = """
             RETURNING doc_id, ?::bigint AS seen_version, 0 AS entries_from, ?::bigint AS entry_count,
                0 AS clients_from, ?::bigint AS client_count
            """;

    /** Locks the heads that are the expected ones and that nobody holds, and moves those. */
    private static final String MOVE = """
            WITH free AS (
                SELECT c.*
                FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                    ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                    AS c (doc_id, epoch, seen_version, seen_revision, version, control_revision, conflicts,
                        updated_by, updated_micros, fence, entries_from, entry_count, clients_from, client_count)
                JOIN document_head h ON h.doc_id = c.doc_id
                WHERE h.epoch = c.epoch AND h.version = c.seen_version AND h.control_revision = c.seen_revision
                FOR NO KEY UPDATE OF h SKIP LOCKED
            ), head AS (
                UPDATE document_head h
                SET version = c.version, control_revision = c.control_revision, conflicts = h.conflicts + c.conflicts,
                    updated_by = c.updated_by,
                    updated_at = timestamptz 'epoch' + c.updated_micros * interval '1 microsecond'
                FROM free c WHERE h.doc_id = c.doc_id
            """;

    private static final String FENCE = """
            AND (c.fence IS NULL OR EXISTS (SELECT 1 FROM document_lock l
                WHERE l.doc_id = c.doc_id AND l.fence = c.fence AND l.expires_at > clock_timestamp()))
            """;
    private static final String MOVED = """
            RETURNING h.doc_id, c.seen_version, c.entries_from, c.entry_count, c.clients_from, c.client_count
            """;

    private HeadColumns() {}

    /**
     * Moves one head if it is the expected one.
     *
     * @param skipHeld whether a head that somebody else holds is passed over; otherwise the statement waits for it
     * @param fence whether the commit has one, without which nothing moves once it is over
     */
    static String moveOne(boolean skipHeld, boolean fence) {
        return MOVE_ONE + (skipHeld ? FREE_ONE : EXPECTED_ONE) + (fence ? FENCE_ONE : "") + MOVED_ONE;
    }

    /** Moves those heads that are the expected ones, that nobody holds, and whose fence, if any commit has one, is not over. */
    static String moveAll(boolean fence) {
        return MOVE + (fence ? FENCE : "") + MOVED;
    }

    static void bindOne(SqlStatement statement, Commit commit) throws SQLException {
        statement
                .number(commit.head().version())
                .number(commit.head().controlRevision())
                .number(ConflictColumns.of(commit).count())
                .text("updatedBy", commit.head().updatedBy())
                .number(OperationColumns.micros(commit.head().updatedAt()))
                .uuid(commit.docId())
                .uuid(commit.expected().epoch())
                .number(commit.expected().version())
                .number(commit.expected().controlRevision());
        if (commit.fence().isPresent()) {
            statement.number(commit.fence().get());
        }
        statement
                .number(commit.expected().version())
                .number(commit.entries().size())
                .number(commit.clients().size());
    }

    static void bindAll(SqlStatement statement, List<Commit> commits) throws SQLException {
        statement
                .uuids(commits, Commit::docId)
                .uuids(commits, commit -> commit.expected().epoch())
                .numbers(commits, commit -> commit.expected().version())
                .numbers(commits, commit -> commit.expected().controlRevision())
                .numbers(commits, commit -> commit.head().version())
                .numbers(commits, commit -> commit.head().controlRevision())
                .numbers(commits, commit -> ConflictColumns.of(commit).count())
                .texts(commits, commit -> commit.head().updatedBy())
                .numbers(
                        commits, commit -> OperationColumns.micros(commit.head().updatedAt()))
                .optionals("bigint", commits, Commit::fence)
                .array(before(commits, commit -> commit.entries().size()))
                .numbers(commits, commit -> commit.entries().size())
                .array(before(commits, commit -> commit.clients().size()))
                .numbers(commits, commit -> commit.clients().size());
    }

    /** For each commit, the sum over all before it. */
    private static long[] before(List<Commit> commits, ToLongFunction<Commit> size) {
        long[] sums = new long[commits.size()];
        for (int i = 1; i < sums.length; i++) {
            sums[i] = sums[i - 1] + size.applyAsLong(commits.get(i - 1));
        }
        return sums;
    }
}
