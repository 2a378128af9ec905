// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.core.Page;
import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientRecord;
import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.DocumentHead;
import io.aetherflow.statesync.DocumentInfo;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.DocumentQuery;
import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.Snapshot;
import io.aetherflow.statesync.StateStore;
import io.aetherflow.statesync.StateStoreException;
import io.aetherflow.statesync.StateSyncStats;
import io.aetherflow.statesync.StoredDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Keeps documents in PostgreSQL 15 or newer, in the tables of {@link PostgresSchema} in the connections' current schema. A
 * commit is one statement and one round trip, which commits to several documents that wait for each other share; what it
 * returned true for is as durable as the server's {@code synchronous_commit} and {@code fsync} make it. Any number of stores, in any number of processes, can work on the
 * same tables. Leases end by the database's clock. Times are kept in whole microseconds.
 *
 * <p>Each call takes a connection from the pool for as long as it runs. Timeouts are those of the pool and of the
 * connections ({@code connectTimeout}, {@code socketTimeout}, {@code statement_timeout}); when one strikes, or the
 * database is away, the call throws {@link StateStoreException}, and later calls work again as soon as the database
 * does. Safe for use by several threads.
 */
public final class PostgresStateStore implements StateStore {
    private final DocumentTable documents;
    private final DocumentList list;
    private final ContentTable contents;
    private final LogTable logs;
    private final LockTable locks;
    private final CommitGroups commits;
    private final Database database;

    /**
     * Creates a store on tables that exist; {@link PostgresSchema#migrate} makes them.
     *
     * @param pool where connections come from: best a pool that keeps them, such as HikariCP. It is not closed with the
     *     store
     * @throws StateStoreException if the database cannot be reached, is older than PostgreSQL 15, does not run its
     *     transactions as READ COMMITTED, or has not the tables of this version of the library
     */
    public PostgresStateStore(DataSource pool) {
        database = new Database(pool);
        PostgresSchema.requireCurrent(database);
        documents = new DocumentTable(database);
        list = new DocumentList(database);
        contents = new ContentTable(database);
        logs = new LogTable(database);
        locks = new LockTable(database, documents);
        commits = new CommitGroups(database);
    }

    @Override
    public void create(StoredDocument document, LogEntry creation, Snapshot snapshot) {
        documents.create(document, creation, snapshot);
    }

    @Override
    public Optional<StoredDocument> find(UUID docId) {
        return documents.find(docId);
    }

    @Override
    public Map<UUID, DocumentHead> heads(Set<UUID> docIds) {
        return documents.heads(docIds);
    }

    @Override
    public Page<StoredDocument> list(String userId, DocumentQuery query) {
        return list.page(userId, query);
    }

    @Override
    public boolean update(DocumentInfo info, long expectedControlRevision) {
        return orUnknown(info.id(), documents.update(info, expectedControlRevision));
    }

    @Override
    public Snapshot snapshot(UUID docId) {
        return contents.snapshot(docId);
    }

    @Override
    public List<LogEntry> log(UUID docId, long afterVersion, int limit) {
        return orUnknown(docId, logs.log(docId, afterVersion, limit));
    }

    @Override
    public List<LogEntry> entries(UUID docId, String clientId, long fromSeq, long toSeq) {
        return orUnknown(docId, logs.entries(docId, clientId, fromSeq, toSeq));
    }

    @Override
    public Optional<ClientRecord> client(UUID docId, String clientId) {
        return contents.client(docId, clientId);
    }

    @Override
    public boolean commit(Commit commit) {
        return orUnknown(commit.docId(), commits.write(commit));
    }

    /** Does the task as one transaction that holds the head's row: what the task calls on its thread belongs to it. */
    @Override
    public <T> T exclusively(UUID docId, Supplier<T> task) {
        return database.inTransaction("work on document " + docId + " exclusively", () -> {
            documents.holdHead(docId);
            return task.get();
        });
    }

    @Override
    public DocumentLock acquireLock(UUID docId, UUID lockId, Caller caller, Duration lease) {
        return locks.acquire(docId, lockId, caller, lease);
    }

    @Override
    public DocumentLock renewLock(UUID docId, UUID lockId, Duration lease) {
        return locks.renew(docId, lockId, lease);
    }

    @Override
    public boolean releaseLock(UUID docId, UUID lockId) {
        return locks.release(docId, lockId);
    }

    @Override
    public Set<UUID> removeExpiredLocks(int limit) {
        return locks.removeExpired(limit);
    }

    @Override
    public List<Conflict> conflicts(UUID docId, long afterVersion, int limit) {
        return orUnknown(docId, logs.conflicts(docId, afterVersion, limit));
    }

    @Override
    public StateSyncStats stats() {
        return documents.stats();
    }

    /** Does nothing: the pool belongs to whoever made it. */
    @Override
    public void close() {}

    /** Where nothing was found, it may be because there is no such document. */
    private <T> List<T> orUnknown(UUID docId, List<T> found) {
        orUnknown(docId, !found.isEmpty());
        return found;
    }

    private boolean orUnknown(UUID docId, boolean found) {
        if (!found) {
            documents.requireExists(docId);
        }
        return found;
    }
}
