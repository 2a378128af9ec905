// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.DocumentHead;
import io.aetherflow.statesync.DocumentInfo;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.DocumentMetadata;
import io.aetherflow.statesync.DocumentState;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.StoredDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads documents from rows of {@link #COLUMNS}. */
final class DocumentRows {
    /** Of {@code document_head h}. */
    static final String HEAD_COLUMNS = """
            h.epoch, h.version, h.control_revision, h.floor,
            h.updated_by AS head_updated_by, h.updated_at AS head_updated_at
            """;

    /** Of {@code document d}, {@code document_head h} and {@code document_lock l}, the last of which may be missing. */
    static final String COLUMNS = """
            d.doc_id, d.name, d.type, d.state, d.owner, d.public_read, d.tags, d.description, d.properties,
            d.created_by, d.created_at, d.updated_by, d.updated_at,
            ARRAY(SELECT user_id FROM document_acl a WHERE a.doc_id = d.doc_id AND a.role = 'EDITOR') AS editors,
            ARRAY(SELECT user_id FROM document_acl a WHERE a.doc_id = d.doc_id AND a.role = 'VIEWER') AS viewers,
            l.lock_id, l.user_id AS lock_user_id, l.session_id AS lock_session_id, l.fence, l.acquired_at, l.expires_at,
            """ + HEAD_COLUMNS;

    /** The tables of {@link #COLUMNS}, with the lock only if it is in force. */
    static final String TABLES = """
            document d
            JOIN document_head h ON h.doc_id = d.doc_id
            LEFT JOIN document_lock l ON l.doc_id = d.doc_id AND l.expires_at > clock_timestamp()
            """;

    private DocumentRows() {}

    static StoredDocument document(ResultSet row) throws SQLException {
        return new StoredDocument(info(row), head(row), lock(row));
    }

    private static DocumentInfo info(ResultSet row) throws SQLException {
        Permissions permissions = new Permissions(
                row.getString("owner"),
                Rows.texts(row, "editors"),
                Rows.texts(row, "viewers"),
                row.getBoolean("public_read"));
        DocumentMetadata metadata = new DocumentMetadata(
                Rows.texts(row, "tags"),
                row.getString("description"),
                TextMap.parse(row.getString("properties")),
                permissions);
        return new DocumentInfo(
                Rows.uuid(row, "doc_id"),
                row.getString("name"),
                new DocumentType(row.getString("type")),
                DocumentState.valueOf(row.getString("state")),
                metadata,
                row.getString("created_by"),
                Rows.time(row, "created_at"),
                row.getString("updated_by"),
                Rows.time(row, "updated_at"));
    }

    static DocumentHead head(ResultSet row) throws SQLException {
        return new DocumentHead(
                Rows.uuid(row, "epoch"),
                row.getLong("version"),
                row.getLong("control_revision"),
                row.getLong("floor"),
                row.getString("head_updated_by"),
                Rows.time(row, "head_updated_at"));
    }

    private static Optional<DocumentLock> lock(ResultSet row) throws SQLException {
        return row.getObject("lock_id") == null ? Optional.empty() : Optional.of(heldLock(row));
    }

    static DocumentLock heldLock(ResultSet row) throws SQLException {
        return new DocumentLock(
                Rows.uuid(row, "lock_id"),
                Rows.uuid(row, "doc_id"),
                row.getString("lock_user_id"),
                row.getString("lock_session_id"),
                row.getLong("fence"),
                Rows.time(row, "acquired_at"),
                Rows.time(row, "expires_at"));
    }
}
