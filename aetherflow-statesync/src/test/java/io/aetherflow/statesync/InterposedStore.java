// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store that hands every call on, and lets a test do something just before, as another node might. */
class InterposedStore implements StateStore {
    private final StateStore store;
    private volatile Consumer<String> before = method -> {};

    InterposedStore(StateStore store) {
        this.store = store;
    }

    /** Does something before every call of a method. */
    void before(String method, Runnable action) {
        before = called -> {
            if (called.equals(method)) {
                action.run();
            }
        };
    }

    /** Does something before the next call of a method. */
    void once(String method, Runnable action) {
        AtomicBoolean first = new AtomicBoolean(true);
        before(method, () -> {
            if (first.getAndSet(false)) {
                action.run();
            }
        });
    }

    void undisturbed() {
        before = method -> {};
    }

    private StateStore next(String method) {
        before.accept(method);
        return store;
    }

    @Override
    public void create(StoredDocument document, LogEntry creation, Snapshot snapshot) {
        next("create").create(document, creation, snapshot);
    }

    @Override
    public Optional<StoredDocument> find(UUID docId) {
        return next("find").find(docId);
    }

    @Override
    public Map<UUID, DocumentHead> heads(Set<UUID> docIds) {
        return next("heads").heads(docIds);
    }

    @Override
    public Page<StoredDocument> list(String userId, DocumentQuery query) {
        return next("list").list(userId, query);
    }

    @Override
    public boolean update(DocumentInfo info, long expectedControlRevision) {
        return next("update").update(info, expectedControlRevision);
    }

    @Override
    public Snapshot snapshot(UUID docId) {
        return next("snapshot").snapshot(docId);
    }

    @Override
    public List<LogEntry> log(UUID docId, long afterVersion, int limit) {
        return next("log").log(docId, afterVersion, limit);
    }

    @Override
    public List<LogEntry> entries(UUID docId, String clientId, long fromSeq, long toSeq) {
        return next("entries").entries(docId, clientId, fromSeq, toSeq);
    }

    @Override
    public Optional<ClientRecord> client(UUID docId, String clientId) {
        return next("client").client(docId, clientId);
    }

    @Override
    public boolean commit(Commit commit) {
        return next("commit").commit(commit);
    }

    @Override
    public <T> T exclusively(UUID docId, Supplier<T> task) {
        return next("exclusively").exclusively(docId, task);
    }

    @Override
    public DocumentLock acquireLock(UUID docId, UUID lockId, Caller caller, Duration lease) {
        return next("acquireLock").acquireLock(docId, lockId, caller, lease);
    }

    @Override
    public DocumentLock renewLock(UUID docId, UUID lockId, Duration lease) {
        return next("renewLock").renewLock(docId, lockId, lease);
    }

    @Override
    public boolean releaseLock(UUID docId, UUID lockId) {
        return next("releaseLock").releaseLock(docId, lockId);
    }

    @Override
    public Set<UUID> removeExpiredLocks(int limit) {
        return next("removeExpiredLocks").removeExpiredLocks(limit);
    }

    @Override
    public List<Conflict> conflicts(UUID docId, long afterVersion, int limit) {
        return next("conflicts").conflicts(docId, afterVersion, limit);
    }

    @Override
    public StateSyncStats stats() {
        return next("stats").stats();
    }

    @Override
    public void close() {
        store.close();
    }
}
