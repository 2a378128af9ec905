// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.model.OperationType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads logs: tables operation, conflict and conflict_part. */
final class LogTable {
    private static final String CONFLICT_COLUMNS =
            " c.conflict_id, c.base_version, c.strategy, c.user_id AS conflict_user_id, c.detected_at";
    private static final String ENTRIES = """
            SELECT o.doc_id, o.version, o.op_id, o.client_id, o.client_seq, o.prev_version, o.type,
                o.submitted_checksum, o.committed_at, o.user_id, o.session_id, o.client_ip, o.user_agent, o.extra, o.data,
            """
            + CONFLICT_COLUMNS
            + " FROM operation o LEFT JOIN conflict c ON c.doc_id = o.doc_id AND c.version = o.version ";
    private static final String LOG = ENTRIES + "WHERE o.doc_id = ? AND o.version > ? ORDER BY o.version LIMIT ?";
    private static final String ENTRIES_OF_CLIENT =
            ENTRIES + "WHERE o.doc_id = ? AND o.client_id = ? AND o.client_seq BETWEEN ? AND ? ORDER BY o.client_seq";
    private static final String CONFLICTS = "SELECT c.doc_id, c.version," + CONFLICT_COLUMNS
            + " FROM conflict c WHERE c.doc_id = ? AND c.version > ? ORDER BY c.version LIMIT ?";
    private static final String PARTS = """
            SELECT version, path, outcome, other_version, other_client_id, other_user_id
            FROM conflict_part WHERE doc_id = ? AND version = ANY (?) ORDER BY version, part
            """;

    private final Database database;

    LogTable(Database database) {
        this.database = database;
    }

    List<LogEntry> log(UUID docId, long afterVersion, int limit) {
        return database.call("read the log of document " + docId, connection -> {
            try (SqlStatement statement = new SqlStatement(connection, LOG)) {
                statement.uuid(docId).number(afterVersion).number(limit);
                return withConflicts(connection, docId, statement.all(Row::of));
            }
        });
    }

    /** The entries that a client's operations of these numbers made, in the order of the numbers. */
    List<LogEntry> entries(UUID docId, String clientId, long fromSeq, long toSeq) {
        return database.call("read the log of document " + docId, connection -> {
            try (SqlStatement statement = new SqlStatement(connection, ENTRIES_OF_CLIENT)) {
                statement.uuid(docId).text("clientId", clientId).number(fromSeq).number(toSeq);
                return withConflicts(connection, docId, statement.all(Row::of));
            }
        });
    }

    List<Conflict> conflicts(UUID docId, long afterVersion, int limit) {
        return database.call("read the conflicts of document " + docId, connection -> {
            try (SqlStatement statement = new SqlStatement(connection, CONFLICTS)) {
                statement.uuid(docId).number(afterVersion).number(limit);
                List<Conflict> bare = statement.all(ConflictColumns::conflict);
                Map<Long, List<Conflict.Part>> parts = parts(connection, docId, bare);
                return bare.stream().map(conflict -> with(parts, conflict)).toList();
            }
        });
    }

    /** A row of the log whose conflict, if it has one, has no parts yet. */
    private record Row(Operation operation, Optional<Conflict> conflict, int submittedChecksum) {
        static Row of(ResultSet row) throws SQLException {
            Optional<Conflict> conflict = row.getObject("conflict_id") == null
                    ? Optional.empty()
                    : Optional.of(ConflictColumns.conflict(row));
            return new Row(LogTable.operation(row), conflict, row.getInt("submitted_checksum"));
        }
    }

    private static Operation operation(ResultSet row) throws SQLException {
        Caller author = new Caller(
                row.getString("user_id"),
                row.getString("session_id"),
                row.getString("client_ip"),
                row.getString("user_agent"));
        String extra = row.getString("extra");
        return new Operation(
                Rows.uuid(row, "op_id"),
                Rows.uuid(row, "doc_id"),
                row.getString("client_id"),
                row.getLong("client_seq"),
                OperationType.valueOf(row.getString("type")),
                Rows.bytes(row, "data"),
                row.getLong("prev_version"),
                row.getLong("version"),
                author,
                Rows.time(row, "committed_at"),
                extra == null ? Map.of() : TextMap.parse(extra));
    }

    private static List<LogEntry> withConflicts(Connection connection, UUID docId, List<Row> rows) throws SQLException {
        List<Conflict> bare =
                rows.stream().map(Row::conflict).flatMap(Optional::stream).toList();
        Map<Long, List<Conflict.Part>> parts = parts(connection, docId, bare);
        return rows.stream()
                .map(row -> new LogEntry(
                        row.operation(),
                        row.conflict().map(conflict -> with(parts, conflict)),
                        row.submittedChecksum()))
                .toList();
    }

    /** Reads the parts of some conflicts at once, by version; rows never change, so a second statement reads the same. */
    private static Map<Long, List<Conflict.Part>> parts(Connection connection, UUID docId, List<Conflict> conflicts)
            throws SQLException {
        Map<Long, List<Conflict.Part>> parts = new HashMap<>();
        if (conflicts.isEmpty()) {
            return parts;
        }
        long[] versions = conflicts.stream().mapToLong(Conflict::version).toArray();
        try (SqlStatement statement = new SqlStatement(connection, PARTS)) {
            statement
                    .uuid(docId)
                    .array(versions)
                    .all(row -> parts.computeIfAbsent(row.getLong("version"), version -> new ArrayList<>())
                            .add(ConflictPartColumns.part(row)));
        }
        return parts;
    }

    private static Conflict with(Map<Long, List<Conflict.Part>> parts, Conflict bare) {
        return new Conflict(
                bare.id(),
                bare.docId(),
                bare.version(),
                bare.baseVersion(),
                bare.strategy(),
                bare.userId(),
                parts.getOrDefault(bare.version(), List.of()),
                bare.detectedAt());
    }
}
