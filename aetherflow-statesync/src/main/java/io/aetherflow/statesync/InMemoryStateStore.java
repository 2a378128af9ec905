// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Keeps documents and their whole logs in the heap. Nothing survives the process. Documents are independent: a call waits
 * only for calls about the same document.
 */
public final class InMemoryStateStore implements StateStore {
    // UUIDs of version 7 compare in the order of creation: their top bit is clear.
    private final ConcurrentMap<UUID, MemoryDocument> documents = new ConcurrentSkipListMap<>();
    private final InstantSource clock;

    /**
     * Creates an empty store.
     *
     * @param clock by which leases end
     */
    public InMemoryStateStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public void create(StoredDocument document, LogEntry creation, Snapshot snapshot) {
        MemoryDocument created = new MemoryDocument(document, creation, snapshot);
        if (documents.putIfAbsent(document.id(), created) != null) {
            throw new DocumentExistsException(document.id());
        }
    }

    @Override
    public Optional<StoredDocument> find(UUID docId) {
        return Optional.ofNullable(documents.get(docId)).map(document -> document.read(clock.instant()));
    }

    @Override
    public Map<UUID, DocumentHead> heads(Set<UUID> docIds) {
        Map<UUID, DocumentHead> heads = new HashMap<>();
        docIds.forEach(docId -> find(docId).ifPresent(document -> heads.put(docId, document.head())));
        return heads;
    }

    @Override
    public Page<StoredDocument> list(String userId, DocumentQuery query) {
        Optional<UUID> after = query.cursor().map(InMemoryStateStore::cursor);
        List<StoredDocument> items = new ArrayList<>();
        boolean more = false;
        long total = 0;
        Instant now = clock.instant();
        for (MemoryDocument candidate : documents.values()) {
            StoredDocument document = candidate.read(now);
            Access access = document.info().metadata().permissions().accessOf(userId);
            if (!access.includes(Access.READ) || !query.matches(document.info())) {
                continue;
            }
            total++;
            if (after.isPresent() && document.id().compareTo(after.get()) <= 0) {
                continue;
            }
            if (items.size() < query.pageSize()) {
                items.add(document);
            } else {
                more = true;
            }
        }
        Optional<String> next =
                more ? Optional.of(items.get(items.size() - 1).id().toString()) : Optional.empty();
        return new Page<>(items, next, total);
    }

    private static UUID cursor(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Checks.refused("cursor", text, "the cursor of the page before");
        }
    }

    @Override
    public boolean update(DocumentInfo info, long expectedControlRevision) {
        return document(info.id()).update(info, expectedControlRevision);
    }

    @Override
    public Snapshot snapshot(UUID docId) {
        return document(docId).snapshot();
    }

    @Override
    public List<LogEntry> log(UUID docId, long afterVersion, int limit) {
        return document(docId).log(afterVersion, limit);
    }

    @Override
    public List<LogEntry> entries(UUID docId, String clientId, long fromSeq, long toSeq) {
        return document(docId).entries(clientId, fromSeq, toSeq);
    }

    @Override
    public Optional<ClientRecord> client(UUID docId, String clientId) {
        return document(docId).client(clientId);
    }

    @Override
    public boolean commit(Commit commit) {
        return document(commit.docId()).commit(commit, clock.instant());
    }

    @Override
    public <T> T exclusively(UUID docId, Supplier<T> task) {
        MemoryDocument document = document(docId);
        synchronized (document) {
            return task.get();
        }
    }

    @Override
    public DocumentLock acquireLock(UUID docId, UUID lockId, Caller caller, Duration lease) {
        return document(docId).acquireLock(lockId, caller, clock.instant(), lease);
    }

    @Override
    public DocumentLock renewLock(UUID docId, UUID lockId, Duration lease) {
        return document(docId).renewLock(lockId, clock.instant(), lease);
    }

    @Override
    public boolean releaseLock(UUID docId, UUID lockId) {
        return document(docId).releaseLock(lockId, clock.instant());
    }

    @Override
    public Set<UUID> removeExpiredLocks(int limit) {
        Instant now = clock.instant();
        Set<UUID> removed = new HashSet<>();
        for (var document : documents.entrySet()) {
            if (removed.size() == limit) {
                break;
            }
            if (document.getValue().removeExpiredLock(now)) {
                removed.add(document.getKey());
            }
        }
        return removed;
    }

    @Override
    public List<Conflict> conflicts(UUID docId, long afterVersion, int limit) {
        return document(docId).conflicts(afterVersion, limit);
    }

    @Override
    public StateSyncStats stats() {
        Instant now = clock.instant();
        long active = 0;
        long archived = 0;
        long operations = 0;
        long conflicts = 0;
        long locks = 0;
        for (MemoryDocument document : documents.values()) {
            StoredDocument stored = document.read(now);
            if (stored.info().state() == DocumentState.DELETED) {
                continue;
            }
            active += stored.info().state() == DocumentState.ACTIVE ? 1 : 0;
            archived += stored.info().state() == DocumentState.ARCHIVED ? 1 : 0;
            operations += stored.head().version();
            conflicts += document.conflictCount();
            locks += stored.lock().isPresent() ? 1 : 0;
        }
        return new StateSyncStats(active + archived, active, archived, operations, conflicts, locks, 0);
    }

    @Override
    public void close() {
        documents.clear();
    }

    private MemoryDocument document(UUID docId) {
        MemoryDocument document = documents.get(docId);
        if (document == null) {
            throw new DocumentNotFoundException(docId);
        }
        return document;
    }
}
