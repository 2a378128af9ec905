// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.ClientRecord;
import io.aetherflow.statesync.DocumentNotFoundException;
import io.aetherflow.statesync.Snapshot;
import java.util.Optional;
import java.util.UUID;

/** Reads what is kept beside the log: tables document_snapshot and document_client. */
final class ContentTable {
    private static final String SNAPSHOT =
            "SELECT version, content FROM document_snapshot WHERE doc_id = ? ORDER BY version DESC LIMIT 1";

    /** One row for each document that exists, empty where it knows no such client. */
    private static final String CLIENT = """
            SELECT c.client_id, c.user_id, c.last_seq, c.last_version,
                c.rejected_seq, c.rejected_reason, c.rejected_message
            FROM document_head h LEFT JOIN document_client c ON c.doc_id = h.doc_id AND c.client_id = ?
            WHERE h.doc_id = ?
            """;

    private final Database database;

    ContentTable(Database database) {
        this.database = database;
    }

    Snapshot snapshot(UUID docId) {
        return database.call("read the content of document " + docId, connection -> {
                    try (SqlStatement statement = new SqlStatement(connection, SNAPSHOT)) {
                        return statement
                                .uuid(docId)
                                .first(row -> new Snapshot(row.getLong("version"), Rows.bytes(row, "content")));
                    }
                })
                .orElseThrow(() -> new DocumentNotFoundException(docId));
    }

    Optional<ClientRecord> client(UUID docId, String clientId) {
        return database.call("read a client of document " + docId, connection -> {
                    try (SqlStatement statement = new SqlStatement(connection, CLIENT)) {
                        return statement.text("clientId", clientId).uuid(docId).first(ClientColumns::found);
                    }
                })
                .orElseThrow(() -> new DocumentNotFoundException(docId));
    }
}
