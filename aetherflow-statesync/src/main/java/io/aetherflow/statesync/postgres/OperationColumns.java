// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.model.OperationType;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rows of table operation as a few arrays that are looked up by subscript: all numbers in one array, {@value #NUMBERS} for
 * each row, the texts, of which a batch has few different ones, each once, and the data of all rows in one piece. So any
 * number of rows is one statement with one plan. To go along one array for each column takes PostgreSQL several times as
 * long: it keeps a store of tuples for each.
 */
final class OperationColumns {
    private static final int NUMBERS = 9;
    private static final String INTO = """
            INSERT INTO operation (doc_id, version, op_id, client_id, client_seq, prev_version, type,
                submitted_checksum, committed_at, user_id, session_id, client_ip, user_agent, extra, data)
            """;

    /** Inserts the rows for the documents in {@code head}, or nothing where that is empty; subscript 0 is NULL. */
    static final String INSERT = INTO + """
            SELECT head.doc_id, head.seen_version + entry, op_ids[entries_from + entry], clients[numbers[at + 1]],
                numbers[at + 2], numbers[at + 3], types[numbers[at + 4]], numbers[at + 5]::integer,
                timestamptz 'epoch' + numbers[at + 6] * interval '1 microsecond',
                users[numbers[at + 1]], sessions[numbers[at + 1]], ips[numbers[at + 1]], agents[numbers[at + 1]],
                extras[numbers[at + 7]]::jsonb, substring(data FROM numbers[at + 8]::integer FOR numbers[at + 9]::integer)
            FROM head,
                (SELECT ?::bigint[] AS numbers, ?::uuid[] AS op_ids, ?::text[] AS types, ?::text[] AS clients,
                    ?::text[] AS users, ?::text[] AS sessions, ?::text[] AS ips, ?::text[] AS agents, ?::text[] AS extras,
                    ?::bytea AS data) AS columns,
                LATERAL generate_series(1, head.entry_count) AS entry,
                LATERAL (SELECT (head.entries_from + entry - 1) * 9 AS at) AS place
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

    static void bind(SqlStatement statement, List<Commit> commits) throws SQLException {
        List<LogEntry> entries =
                commits.stream().flatMap(commit -> commit.entries().stream()).toList();
        long[] numbers = new long[entries.size() * NUMBERS];
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Map<Source, Integer> sources = new LinkedHashMap<>();
        Map<Map<String, String>, Integer> extras = new LinkedHashMap<>();
        int at = 0;
        for (LogEntry entry : entries) {
            Operation operation = entry.operation();
            numbers[at++] = subscript(sources, new Source(operation.clientId(), operation.author()));
            numbers[at++] = operation.clientSeq();
            numbers[at++] = operation.prevVersion();
            numbers[at++] = operation.type().ordinal() + 1L;
            numbers[at++] = entry.submittedChecksum();
            numbers[at++] = micros(operation.timestamp());
            numbers[at++] = operation.extra().isEmpty() ? 0 : subscript(extras, operation.extra());
            numbers[at++] = data.size() + 1L;
            numbers[at++] = operation.data().size();
            data.writeBytes(operation.data().toByteArray());
        }
        List<Source> distinct = new ArrayList<>(sources.keySet());
        statement
                .array(numbers)
                .uuids(entries, entry -> entry.operation().id())
                .array("text", TYPES)
                .texts(distinct, Source::clientId)
                .texts(distinct, source -> source.author().userId())
                .texts(distinct, source -> source.author().sessionId())
                .texts(distinct, source -> source.author().clientIp())
                .texts(distinct, source -> source.author().userAgent())
                .texts(extras.keySet(), TextMap::toJson)
                .bytes(data.toByteArray());
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
