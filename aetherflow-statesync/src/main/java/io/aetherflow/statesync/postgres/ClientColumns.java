// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.ClientRecord;
import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.Rejection;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of table document_client, as one array for each column, looked up by subscript. */
final class ClientColumns {
    private static final String INTO = """
            INSERT INTO document_client (doc_id, client_id, user_id, last_seq, last_version,
                rejected_seq, rejected_reason, rejected_message)
            """;
    private static final String OR_REPLACE = """
            ON CONFLICT (doc_id, client_id) DO UPDATE
            SET (user_id, last_seq, last_version, rejected_seq, rejected_reason, rejected_message)
                = (excluded.user_id, excluded.last_seq, excluded.last_version,
                    excluded.rejected_seq, excluded.rejected_reason, excluded.rejected_message)
            """;

    /** Inserts or replaces the rows for the documents in {@code head}, or nothing where that is empty. */
    static final String UPSERT = INTO + """
            SELECT head.doc_id, ids[row], users[row], last_seqs[row], last_versions[row],
                rejected_seqs[row], reasons[row], messages[row]
            FROM head,
                (SELECT ?::text[] AS ids, ?::text[] AS users, ?::bigint[] AS last_seqs, ?::bigint[] AS last_versions,
                    ?::bigint[] AS rejected_seqs, ?::text[] AS reasons, ?::bytea[] AS messages) AS columns,
                LATERAL generate_series(head.clients_from + 1, head.clients_from + head.client_count) AS row
            """ + OR_REPLACE;

    /** The same for one client that had nothing rejected. */
    static final String UPSERT_ONE = INTO + "SELECT head.doc_id, ?, ?, ?, ?, NULL, NULL, NULL FROM head " + OR_REPLACE;

    private ClientColumns() {}

    static void bind(SqlStatement statement, List<Commit> commits) throws SQLException {
        List<ClientRecord> clients =
                commits.stream().flatMap(commit -> commit.clients().stream()).toList();
        statement
                .texts(clients, ClientRecord::clientId)
                .texts(clients, ClientRecord::userId)
                .numbers(clients, ClientRecord::lastSeq)
                .numbers(clients, ClientRecord::lastVersion)
                .optionals("bigint", clients, client -> client.rejection().map(Rejection::clientSeq))
                .optionals("text", clients, client -> client.rejection().map(Rejection::reason))
                .bytes(
                        clients,
                        client -> client.rejection()
                                .map(rejection -> rejection.message().getBytes(StandardCharsets.UTF_8)));
    }

    static void bindOne(SqlStatement statement, ClientRecord client) throws SQLException {
        statement
                .text("clientId", client.clientId())
                .text("userId", client.userId())
                .number(client.lastSeq())
                .number(client.lastVersion());
    }

    /** Reads a row that is empty where there is no such client. */
    static Optional<ClientRecord> found(ResultSet row) throws SQLException {
        if (row.getObject("client_id") == null) {
            return Optional.empty();
        }
        return Optional.of(new ClientRecord(
                row.getString("client_id"),
                row.getString("user_id"),
                row.getLong("last_seq"),
                row.getLong("last_version"),
                rejection(row)));
    }

    private static Optional<Rejection> rejection(ResultSet row) throws SQLException {
        if (row.getObject("rejected_seq") == null) {
            return Optional.empty();
        }
        return Optional.of(new Rejection(
                row.getLong("rejected_seq"),
                Rejection.Reason.valueOf(row.getString("rejected_reason")),
                Rows.utf8(row, "rejected_message")));
    }
}
