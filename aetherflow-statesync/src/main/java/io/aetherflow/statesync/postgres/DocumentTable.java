// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.DocumentExistsException;
import io.aetherflow.statesync.DocumentHead;
import io.aetherflow.statesync.DocumentInfo;
import io.aetherflow.statesync.DocumentMetadata;
import io.aetherflow.statesync.DocumentNotFoundException;
import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.Snapshot;
import io.aetherflow.statesync.StateSyncStats;
import io.aetherflow.statesync.StoredDocument;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is kept of documents beside their logs: tables document, document_acl and document_head. */
final class DocumentTable {
    private static final String CREATE = """
            WITH created AS (
                INSERT INTO document (doc_id, created_by, created_at,
                    name, type, state, owner, public_read, tags, description, properties, updated_by, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
                ON CONFLICT DO NOTHING
                RETURNING doc_id
            ), acl AS (
                INSERT INTO document_acl (doc_id, role, user_id)
                SELECT doc_id, role, user_id FROM created, unnest(?::text[], ?::text[]) AS a (role, user_id)
            ), head AS (
                INSERT INTO document_head (doc_id, epoch, version, control_revision, floor, updated_by, updated_at)
                SELECT doc_id, ?, ?, ?, ?, ?, ? FROM created
                RETURNING doc_id
            ), snapshot AS (
                INSERT INTO document_snapshot (doc_id, version, content) SELECT doc_id, ?, ? FROM created
            ), entries AS (
            """ + OperationColumns.INSERT_ONE + ") SELECT doc_id FROM head";

    private static final String FIND =
            "SELECT " + DocumentRows.COLUMNS + "FROM " + DocumentRows.TABLES + "WHERE d.doc_id = ?";

    private static final String HEADS =
            "SELECT h.doc_id, " + DocumentRows.HEAD_COLUMNS + " FROM document_head h WHERE h.doc_id = ANY (?)";

    private static final String HOLD_HEAD = "SELECT last_fence FROM document_head WHERE doc_id = ? FOR UPDATE";

    private static final String EXISTS = "SELECT 1 FROM document_head WHERE doc_id = ?";

    /** Rows of document_acl are compared, not replaced: a document may have thousands. */
    private static final String UPDATE = """
            WITH head AS (
                UPDATE document_head SET control_revision = control_revision + 1
                WHERE doc_id = ? AND control_revision = ?
                RETURNING doc_id
            ), updated AS (
                UPDATE document d
                SET (name, type, state, owner, public_read, tags, description, properties, updated_by, updated_at)
                    = (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
                FROM head WHERE d.doc_id = head.doc_id
            ), named AS (
                SELECT doc_id, role, user_id FROM head, unnest(?::text[], ?::text[]) AS a (role, user_id)
            ), removed AS (
                DELETE FROM document_acl a USING head
                WHERE a.doc_id = head.doc_id AND NOT EXISTS (
                    SELECT 1 FROM named n WHERE n.role = a.role AND n.user_id = a.user_id)
            ), added AS (
                INSERT INTO document_acl (doc_id, role, user_id) SELECT doc_id, role, user_id FROM named
                ON CONFLICT DO NOTHING
            )
            SELECT doc_id FROM head
            """;

    /** Locks of deleted documents count no more than their operations. */
    private static final String STATS = """
            SELECT count(*) AS documents,
                count(*) FILTER (WHERE d.state = 'ACTIVE') AS active,
                count(*) FILTER (WHERE d.state = 'ARCHIVED') AS archived,
                coalesce(sum(h.version), 0) AS operations,
                coalesce(sum(h.conflicts), 0) AS conflicts,
                count(l.doc_id) AS locks
            FROM\s""" + DocumentRows.TABLES + "WHERE d.state <> 'DELETED'";

    private final Database database;

    DocumentTable(Database database) {
        this.database = database;
    }

    void create(StoredDocument document, LogEntry creation, Snapshot snapshot) {
        boolean created = database.call("create document " + document.id(), connection -> {
            try (SqlStatement statement = new SqlStatement(connection, CREATE)) {
                DocumentInfo info = document.info();
                DocumentHead head = document.head();
                statement.uuid(info.id()).text("createdBy", info.createdBy()).time(info.createdAt());
                bind(statement, info);
                bindAcl(statement, info);
                statement
                        .uuid(head.epoch())
                        .number(head.version())
                        .number(head.controlRevision())
                        .number(head.floor())
                        .text("updatedBy", head.updatedBy())
                        .time(head.updatedAt())
                        .number(snapshot.version())
                        .bytes(snapshot.content());
                OperationColumns.bindOne(statement, creation);
                return statement.hasRow();
            }
        });
        if (!created) {
            throw new DocumentExistsException(document.id());
        }
    }

    private static void bind(SqlStatement statement, DocumentInfo info) throws SQLException {
        DocumentMetadata metadata = info.metadata();
        statement
                .text("name", info.name())
                .text("type", info.type().name())
                .text("state", info.state().name())
                .text("permissions.owner", metadata.permissions().owner())
                .flag(metadata.permissions().publicRead())
                .array("text", metadata.tags().toArray())
                .text("metadata.description", metadata.description())
                .text("metadata.properties", TextMap.toJson(metadata.properties()))
                .text("updatedBy", info.updatedBy())
                .time(info.updatedAt());
    }

    private static void bindAcl(SqlStatement statement, DocumentInfo info) throws SQLException {
        Acl acl = Acl.of(info.metadata().permissions());
        statement.array("text", acl.roles().toArray()).array("text", acl.users().toArray());
    }

    Optional<StoredDocument> find(UUID docId) {
        return database.call("read document " + docId, connection -> {
            try (SqlStatement statement = new SqlStatement(connection, FIND)) {
                return statement.uuid(docId).first(DocumentRows::document);
            }
        });
    }

    Map<UUID, DocumentHead> heads(Set<UUID> docIds) {
        Map<UUID, DocumentHead> heads = new HashMap<>();
        database.call("read heads of documents", connection -> {
            try (SqlStatement statement = new SqlStatement(connection, HEADS)) {
                return statement
                        .array("uuid", docIds.toArray())
                        .all(row -> heads.put(Rows.uuid(row, "doc_id"), DocumentRows.head(row)));
            }
        });
        return heads;
    }

    /** Keeps everybody else from changing the document until the transaction ends, and returns its last fence. */
    long holdHead(UUID docId) {
        return database.call("lock the head of document " + docId, connection -> {
                    try (SqlStatement statement = new SqlStatement(connection, HOLD_HEAD)) {
                        return statement.uuid(docId).first(row -> row.getLong("last_fence"));
                    }
                })
                .orElseThrow(() -> new DocumentNotFoundException(docId));
    }

    void requireExists(UUID docId) {
        boolean exists = database.call("read document " + docId, connection -> {
            try (SqlStatement statement = new SqlStatement(connection, EXISTS)) {
                return statement.uuid(docId).hasRow();
            }
        });
        if (!exists) {
            throw new DocumentNotFoundException(docId);
        }
    }

    boolean update(DocumentInfo info, long expectedControlRevision) {
        return database.call("update document " + info.id(), connection -> {
            try (SqlStatement statement = new SqlStatement(connection, UPDATE)) {
                statement.uuid(info.id()).number(expectedControlRevision);
                bind(statement, info);
                bindAcl(statement, info);
                return statement.hasRow();
            }
        });
    }

    StateSyncStats stats() {
        return database.call("count documents", connection -> {
            try (SqlStatement statement = new SqlStatement(connection, STATS)) {
                return statement
                        .first(row -> new StateSyncStats(
                                row.getLong("documents"),
                                row.getLong("active"),
                                row.getLong("archived"),
                                row.getLong("operations"),
                                row.getLong("conflicts"),
                                row.getLong("locks"),
                                0))
                        .orElseThrow();
            }
        });
    }
}
