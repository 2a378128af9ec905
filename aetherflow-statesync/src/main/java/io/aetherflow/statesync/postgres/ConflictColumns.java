// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.model.ConflictStrategy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of table conflict, as one array for each column. */
final class ConflictColumns {
    /** Inserts the rows for the document in {@code head}, or nothing where that is empty. */
    static final String INSERT = """
            INSERT INTO conflict (doc_id, version, conflict_id, base_version, strategy, user_id, detected_at)
            SELECT head.doc_id, c.version, c.conflict_id, c.base_version, c.strategy, c.user_id,
                timestamptz 'epoch' + c.detected_micros * interval '1 microsecond'
            FROM head, unnest(?::bigint[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
                AS c (version, conflict_id, base_version, strategy, user_id, detected_micros)
            """;

    private ConflictColumns() {}

    static List<Conflict> of(List<LogEntry> entries) {
        return entries.stream()
                .map(LogEntry::conflict)
                .flatMap(Optional::stream)
                .toList();
    }

    static void bind(SqlStatement statement, List<Conflict> conflicts) throws SQLException {
        int count = conflicts.size();
        long[] version = new long[count];
        UUID[] id = new UUID[count];
        long[] baseVersion = new long[count];
        String[] strategy = new String[count];
        String[] userId = new String[count];
        long[] detectedMicros = new long[count];
        for (int i = 0; i < count; i++) {
            Conflict conflict = conflicts.get(i);
            version[i] = conflict.version();
            id[i] = conflict.id();
            baseVersion[i] = conflict.baseVersion();
            strategy[i] = conflict.strategy().name();
            userId[i] = conflict.userId();
            detectedMicros[i] = OperationColumns.micros(conflict.detectedAt());
        }
        statement
                .array(version)
                .array("uuid", id)
                .array(baseVersion)
                .array("text", strategy)
                .array("text", userId)
                .array(detectedMicros);
    }

    /** Reads a row, without the parts, which are rows of another table. */
    static Conflict conflict(ResultSet row) throws SQLException {
        return new Conflict(
                Rows.uuid(row, "conflict_id"),
                Rows.uuid(row, "doc_id"),
                row.getLong("version"),
                row.getLong("base_version"),
                ConflictStrategy.valueOf(row.getString("strategy")),
                row.getString("conflict_user_id"),
                List.of(),
                Rows.time(row, "detected_at"));
    }
}
