// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.model.OperationType;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Rows of table operation as arrays: any number of rows is one statement with one plan. An array is either the rows' data,
 * which the statement goes along, or looked up by subscript: all numbers in one array, {@value #NUMBERS} for each row, and
 * the texts, of which a batch has few different ones, each once. To go along one array for each column takes PostgreSQL
 * several times as long: it keeps a store of tuples for each.
 */
final class OperationColumns {
    private static final int NUMBERS = 7;
    private static final String INTO = """
            INSERT INTO operation (doc_id, version, op_id, client_id, client_seq, prev_version, type,
                submitted_checksum, committed_at, user_id, session_id, client_ip, user_agent, extra, data)
            """;

    /** Inserts the rows for the document in {@code head}, or nothing where that is empty; subscript 0 is NULL. */
    static final String INSERT = INTO + """
            SELECT head.doc_id, first_version + row, op_ids[row + 1], clients[numbers[at + 1]], numbers[at + 2],
                numbers[at + 3], types[numbers[at + 4]], numbers[at + 5]::integer,
                timestamptz 'epoch' + numbers[at + 6] * interval '1 microsecond',
                users[numbers[at + 1]], sessions[numbers[at + 1]], ips[numbers[at + 1]], agents[numbers[at + 1]],
                extras[numbers[at + 7]]::jsonb, rows.data
            FROM head,
                (SELECT ?::bigint AS first_version, ?::bigint[] AS numbers, ?::uuid[] AS op_ids, ?::text[] AS types,
                    ?::text[] AS clients, ?::text[] AS users, ?::text[] AS sessions, ?::text[] AS ips,
                    ?::text[] AS agents, ?::text[] AS extras) AS columns,
                unnest(?::bytea[]) WITH ORDINALITY AS rows (data, number),
                LATERAL (SELECT (number - 1)::integer AS row, (number - 1)::integer * 7 AS at) AS place
            """;

    /** The same for a single row, which is what most commits are when few write: arrays take longer to prepare for. */
    static final String INSERT_ONE = INTO + """
            SELECT head.doc_id, ?, ?, ?, ?, ?, ?, ?::integer, timestamptz 'epoch' + ? * interval '1 microsecond',
                ?, ?, ?, ?, ?::jsonb, ?
            FROM head
            """;

    private static final String[] TYPES =
            Stream.of(OperationType.values()).map(OperationType::name).toArray(String[]::new);

    private OperationColumns() {}

    /** Where a row comes from; all operations of a submission come from one place. */
    private record Source(String clientId, Caller author) {}

    static void bind(SqlStatement statement, List<LogEntry> entries) throws SQLException {
        long[] numbers = new long[entries.size() * NUMBERS];
        UUID[] opIds = new UUID[entries.size()];
        byte[][] data = new byte[entries.size()][];
        Map<Source, Integer> sources = new LinkedHashMap<>();
        Map<Map<String, String>, Integer> extras = new LinkedHashMap<>();
        int at = 0;
        for (int i = 0; i < entries.size(); i++) {
            Operation operation = entries.get(i).operation();
            opIds[i] = operation.id();
            data[i] = operation.data().toByteArray();
            numbers[at++] = subscript(sources, new Source(operation.clientId(), operation.author()));
            numbers[at++] = operation.clientSeq();
            numbers[at++] = operation.prevVersion();
            numbers[at++] = operation.type().ordinal() + 1L;
            numbers[at++] = entries.get(i).submittedChecksum();
            numbers[at++] = micros(operation.timestamp());
            numbers[at++] = operation.extra().isEmpty() ? 0 : subscript(extras, operation.extra());
        }
        List<Source> distinct = new ArrayList<>(sources.keySet());
        statement
                .number(entries.get(0).operation().version())
                .array(numbers)
                .array("uuid", opIds)
                .array("text", TYPES)
                .texts(distinct, Source::clientId)
                .texts(distinct, source -> source.author().userId())
                .texts(distinct, source -> source.author().sessionId())
                .texts(distinct, source -> source.author().clientIp())
                .texts(distinct, source -> source.author().userAgent())
                .texts(extras.keySet(), TextMap::toJson)
                .array("bytea", data);
    }

    static void bindOne(SqlStatement statement, LogEntry entry) throws SQLException {
        Operation operation = entry.operation();
        Caller author = operation.author();
        statement
                .number(operation.version())
                .uuid(operation.id())
                .text("clientId", operation.clientId())
                .number(operation.clientSeq())
                .number(operation.prevVersion())
                .text("type", operation.type().name())
                .number(entry.submittedChecksum())
                .number(micros(operation.timestamp()))
                .text("userId", author.userId())
                .text("sessionId", author.sessionId())
                .text("clientIp", author.clientIp())
                .text("userAgent", author.userAgent())
                .text(
                        "extra",
                        operation.extra().isEmpty() ? Optional.empty() : Optional.of(TextMap.toJson(operation.extra())))
                .bytes(operation.data());
    }

    /** The place of a value among the different ones, from 1. */
    private static <T> int subscript(Map<T, Integer> subscripts, T value) {
        Integer known = subscripts.putIfAbsent(value, subscripts.size() + 1);
        return known == null ? subscripts.size() : known;
    }

    /** A time as a number: the text form takes long to write and to parse. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
