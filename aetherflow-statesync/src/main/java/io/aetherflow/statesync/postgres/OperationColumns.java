// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.Operation;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Rows of table operation, as one array for each column: any number of rows is one statement with one plan. */
final class OperationColumns {
    /** Inserts the rows for the document in {@code head}, or nothing where that is empty. */
    static final String INSERT = """
            INSERT INTO operation (doc_id, version, op_id, client_id, client_seq, prev_version, type,
                submitted_checksum, committed_at, user_id, session_id, client_ip, user_agent, extra, data)
            SELECT head.doc_id, e.version, e.op_id, e.client_id, e.client_seq, e.prev_version, e.type,
                e.submitted_checksum, timestamptz 'epoch' + e.committed_micros * interval '1 microsecond',
                e.user_id, e.session_id, e.client_ip, e.user_agent, e.extra::jsonb, e.data
            FROM head, unnest(?::bigint[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
                ?::integer[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[])
                AS e (version, op_id, client_id, client_seq, prev_version, type,
                    submitted_checksum, committed_micros, user_id, session_id, client_ip, user_agent, extra, data)
            """;

    private OperationColumns() {}

    static void bind(SqlStatement statement, List<LogEntry> entries) throws SQLException {
        int count = entries.size();
        long[] version = new long[count];
        UUID[] opId = new UUID[count];
        String[] clientId = new String[count];
        long[] clientSeq = new long[count];
        long[] prevVersion = new long[count];
        String[] type = new String[count];
        int[] checksum = new int[count];
        long[] committedMicros = new long[count];
        String[] userId = new String[count];
        String[] sessionId = new String[count];
        String[] clientIp = new String[count];
        String[] userAgent = new String[count];
        String[] extra = new String[count];
        byte[][] data = new byte[count][];
        for (int i = 0; i < count; i++) {
            Operation operation = entries.get(i).operation();
            version[i] = operation.version();
            opId[i] = operation.id();
            clientId[i] = operation.clientId();
            clientSeq[i] = operation.clientSeq();
            prevVersion[i] = operation.prevVersion();
            type[i] = operation.type().name();
            checksum[i] = entries.get(i).submittedChecksum();
            committedMicros[i] = micros(operation.timestamp());
            userId[i] = operation.author().userId();
            sessionId[i] = operation.author().sessionId();
            clientIp[i] = operation.author().clientIp();
            userAgent[i] = operation.author().userAgent();
            extra[i] = TextMap.toJson(operation.extra());
            data[i] = operation.data().toByteArray();
        }
        statement
                .array(version)
                .array("uuid", opId)
                .array("text", clientId)
                .array(clientSeq)
                .array(prevVersion)
                .array("text", type)
                .array(checksum)
                .array(committedMicros)
                .array("text", userId)
                .array("text", sessionId)
                .array("text", clientIp)
                .array("text", userAgent)
                .array("text", extra)
                .array("bytea", data);
    }

    /** As a number: the text form of a time takes long to write and to parse. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
