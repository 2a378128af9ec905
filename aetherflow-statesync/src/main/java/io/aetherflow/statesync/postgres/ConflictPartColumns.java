// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.model.Overlap;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of table conflict_part, as one array for each column. */
final class ConflictPartColumns {
    /** Inserts the rows for the document in {@code head}, or nothing where that is empty. */
    static final String INSERT = """
            INSERT INTO conflict_part
                (doc_id, version, part, path, outcome, other_version, other_client_id, other_user_id)
            SELECT head.doc_id, p.*
            FROM head, unnest(?::bigint[], ?::integer[], ?::bytea[], ?::text[], ?::bigint[], ?::text[], ?::text[]) AS p
            """;

    private ConflictPartColumns() {}

    static void bind(SqlStatement statement, List<Conflict> conflicts) throws SQLException {
        int count =
                conflicts.stream().mapToInt(conflict -> conflict.parts().size()).sum();
        long[] version = new long[count];
        int[] number = new int[count];
        byte[][] path = new byte[count][];
        String[] outcome = new String[count];
        @Nullable Long[] otherVersion = new Long[count];
        @Nullable String[] otherClientId = new String[count];
        @Nullable String[] otherUserId = new String[count];
        int i = 0;
        for (Conflict conflict : conflicts) {
            int inConflict = 0;
            for (Conflict.Part part : conflict.parts()) {
                version[i] = conflict.version();
                number[i] = ++inConflict;
                path[i] = part.path().getBytes(StandardCharsets.UTF_8);
                outcome[i] = part.outcome().name();
                otherVersion[i] = part.other().map(Conflict.Other::version).orElse(null);
                otherClientId[i] = part.other().map(Conflict.Other::clientId).orElse(null);
                otherUserId[i] = part.other().map(Conflict.Other::userId).orElse(null);
                i++;
            }
        }
        statement
                .array(version)
                .array(number)
                .array("bytea", path)
                .array("text", outcome)
                .array("bigint", otherVersion)
                .array("text", otherClientId)
                .array("text", otherUserId);
    }

    static Conflict.Part part(ResultSet row) throws SQLException {
        Optional<Conflict.Other> other = row.getObject("other_version") == null
                ? Optional.empty()
                : Optional.of(new Conflict.Other(
                        row.getLong("other_version"),
                        row.getString("other_client_id"),
                        row.getString("other_user_id")));
        return new Conflict.Part(Rows.utf8(row, "path"), Overlap.Outcome.valueOf(row.getString("outcome")), other);
    }
}
