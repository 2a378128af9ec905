// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.DocumentLockedException;
import io.aetherflow.statesync.LockNotHeldException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Leases, by the database's clock as it is when a row is written (clock_timestamp: now() stands still in a transaction).
 * Everybody takes the head's row first: so nobody waits in a circle, what was read under it stays true, and each change of
 * a lease moves the control revision in the same transaction.
 */
final class LockTable {
    private static final String COLUMNS =
            " doc_id, lock_id, user_id AS lock_user_id, session_id AS lock_session_id, fence, acquired_at, expires_at";

    private static final String IN_FORCE =
            "SELECT" + COLUMNS + " FROM document_lock WHERE doc_id = ? AND expires_at > clock_timestamp()";

    private static final String BEGIN = """
            INSERT INTO document_lock (doc_id, lock_id, user_id, session_id, fence, acquired_at, expires_at)
            SELECT ?, ?, ?, ?, ?, now, now + ? * interval '1 microsecond'
            FROM (SELECT clock_timestamp() AS now) AS clock
            ON CONFLICT (doc_id) DO UPDATE
            SET (lock_id, user_id, session_id, fence, acquired_at, expires_at) = (excluded.lock_id, excluded.user_id,
                excluded.session_id, excluded.fence, excluded.acquired_at, excluded.expires_at)
            RETURNING""" + COLUMNS;

    private static final String EXTEND = """
            UPDATE document_lock SET expires_at = clock_timestamp() + ? * interval '1 microsecond'
            WHERE doc_id = ? AND lock_id = ?
            RETURNING""" + COLUMNS;

    private static final String END = "DELETE FROM document_lock WHERE doc_id = ?";

    private static final String MOVE_HEAD = """
            UPDATE document_head SET control_revision = control_revision + 1, last_fence = greatest(last_fence, ?)
            WHERE doc_id = ?
            """;

    /** Heads that somebody else holds are left for the next time. */
    private static final String HOLD_EXPIRED = """
            SELECT h.doc_id FROM document_head h JOIN document_lock l ON l.doc_id = h.doc_id
            WHERE l.expires_at <= clock_timestamp() ORDER BY l.expires_at LIMIT ?
            FOR UPDATE OF h SKIP LOCKED
            """;

    /** What was read before the heads were held may have changed: the expiry is looked at again. */
    private static final String END_EXPIRED = """
            WITH ended AS (
                DELETE FROM document_lock WHERE doc_id = ANY (?) AND expires_at <= clock_timestamp() RETURNING doc_id
            )
            UPDATE document_head h SET control_revision = control_revision + 1
            FROM ended WHERE h.doc_id = ended.doc_id
            RETURNING h.doc_id
            """;

    private final Database database;
    private final DocumentTable documents;

    LockTable(Database database, DocumentTable documents) {
        this.database = database;
        this.documents = documents;
    }

    DocumentLock acquire(UUID docId, UUID lockId, Caller caller, Duration lease) {
        String doing = "lock document " + docId;
        return database.inTransaction(doing, () -> {
            long lastFence = documents.holdHead(docId);
            Optional<DocumentLock> held = inForce(docId);
            held.filter(lock -> !lock.isHeldBy(caller)).ifPresent(lock -> {
                throw new DocumentLockedException(docId, lock.userId(), lock.expiresAt());
            });
            DocumentLock lock = held.map(own -> extend(own, lease))
                    .orElseGet(() -> database.call(doing, connection -> {
                        try (SqlStatement statement = new SqlStatement(connection, BEGIN)) {
                            return statement
                                    .uuid(docId)
                                    .uuid(lockId)
                                    .text("userId", caller.userId())
                                    .text("sessionId", caller.sessionId())
                                    .number(lastFence + 1)
                                    .number(micros(lease))
                                    .first(DocumentRows::heldLock)
                                    .orElseThrow();
                        }
                    }));
            moveHead(docId, lock.fence());
            return lock;
        });
    }

    DocumentLock renew(UUID docId, UUID lockId, Duration lease) {
        return database.inTransaction("renew the lock of document " + docId, () -> {
            documents.holdHead(docId);
            DocumentLock held = inForce(docId)
                    .filter(lock -> lock.lockId().equals(lockId))
                    .orElseThrow(() -> new LockNotHeldException(docId, lockId));
            DocumentLock renewed = extend(held, lease);
            moveHead(docId, renewed.fence());
            return renewed;
        });
    }

    boolean release(UUID docId, UUID lockId) {
        String doing = "release the lock of document " + docId;
        return database.inTransaction(doing, () -> {
            documents.holdHead(docId);
            Optional<DocumentLock> held =
                    inForce(docId).filter(lock -> lock.lockId().equals(lockId));
            held.ifPresent(lock -> {
                database.call(doing, connection -> {
                    try (SqlStatement statement = new SqlStatement(connection, END)) {
                        return statement.uuid(docId).update();
                    }
                });
                moveHead(docId, lock.fence());
            });
            return held.isPresent();
        });
    }

    Set<UUID> removeExpired(int limit) {
        String doing = "remove expired locks";
        return database.inTransaction(
                doing,
                () -> database.call(doing, connection -> {
                    UUID[] heads;
                    try (SqlStatement statement = new SqlStatement(connection, HOLD_EXPIRED)) {
                        heads = statement.number(limit).all(LockTable::docId).toArray(UUID[]::new);
                    }
                    try (SqlStatement statement = new SqlStatement(connection, END_EXPIRED)) {
                        return new HashSet<>(statement.array("uuid", heads).all(LockTable::docId));
                    }
                }));
    }

    private static UUID docId(ResultSet row) throws SQLException {
        return Rows.uuid(row, "doc_id");
    }

    private Optional<DocumentLock> inForce(UUID docId) {
        return database.call("read the lock of document " + docId, connection -> {
            try (SqlStatement statement = new SqlStatement(connection, IN_FORCE)) {
                return statement.uuid(docId).first(DocumentRows::heldLock);
            }
        });
    }

    private DocumentLock extend(DocumentLock held, Duration lease) {
        return database.call("extend the lock of document " + held.docId(), connection -> {
            try (SqlStatement statement = new SqlStatement(connection, EXTEND)) {
                return statement
                        .number(micros(lease))
                        .uuid(held.docId())
                        .uuid(held.lockId())
                        .first(DocumentRows::heldLock)
                        .orElseThrow();
            }
        });
    }

    private void moveHead(UUID docId, long fence) {
        database.call("move the head of document " + docId, connection -> {
            try (SqlStatement statement = new SqlStatement(connection, MOVE_HEAD)) {
                return statement.number(fence).uuid(docId).update();
            }
        });
    }

    private static long micros(Duration lease) {
        return TimeUnit.MICROSECONDS.convert(lease);
    }
}
