// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.model.ConflictStrategy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows of table conflict, as one array for each column. */
final class ConflictColumns {
    /** Inserts the rows for the documents in {@code head}, or nothing where that is empty. */
    static final String INSERT = """
            INSERT INTO conflict (doc_id, version, conflict_id, base_version, strategy, user_id, detected_at)
            SELECT head.doc_id, c.version, c.conflict_id, c.base_version, c.strategy, c.user_id,
                timestamptz 'epoch' + c.detected_micros * interval '1 microsecond'
            FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
                AS c (doc_id, version, conflict_id, base_version, strategy, user_id, detected_micros)
            JOIN head ON head.doc_id = c.doc_id
            """;

    private ConflictColumns() {}

    static Stream<Conflict> of(Commit commit) {
        return commit.entries().stream().map(LogEntry::conflict).flatMap(Optional::stream);
    }

    static void bind(SqlStatement statement, List<Conflict> conflicts) throws SQLException {
        statement
                .uuids(conflicts, Conflict::docId)
                .numbers(conflicts, Conflict::version)
                .uuids(conflicts, Conflict::id)
                .numbers(conflicts, Conflict::baseVersion)
                .texts(conflicts, conflict -> conflict.strategy().name())
                .texts(conflicts, Conflict::userId)
                .numbers(conflicts, conflict -> OperationColumns.micros(conflict.detectedAt()));
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
