// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** One document of the in-memory store. Every method is one atomic step. */
final class MemoryDocument {
    // All guarded by this.
    private StoredDocument document;
    private Snapshot snapshot;
    private long lastFence;
    private final List<LogEntry> log = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final Map<String, ClientRecord> clients = new HashMap<>();
    private final Map<String, NavigableMap<Long, LogEntry>> entriesByClient = new HashMap<>();

    MemoryDocument(StoredDocument document, LogEntry creation, Snapshot snapshot) {
        this.document = document;
        this.snapshot = snapshot;
        log.add(creation);
    }

    synchronized StoredDocument read(Instant now) {
        return liveLock(now).equals(document.lock())
                ? document
                : new StoredDocument(document.info(), document.head(), Optional.empty());
    }

    synchronized boolean update(DocumentInfo info, long expectedControlRevision) {
        if (document.head().controlRevision() != expectedControlRevision) {
            return false;
        }
        changeControl(info, document.lock());
        return true;
    }

    synchronized Snapshot snapshot() {
        return snapshot;
    }

    synchronized List<LogEntry> log(long afterVersion, int limit) {
        // Row i makes version i + 1.
        int from = (int) Math.min(afterVersion, log.size());
        int to = (int) Math.min((long) from + limit, log.size());
        return List.copyOf(log.subList(from, to));
    }

    synchronized List<LogEntry> entries(String clientId, long fromSeq, long toSeq) {
        NavigableMap<Long, LogEntry> entries = entriesByClient.get(clientId);
        return entries == null
                ? List.of()
                : List.copyOf(entries.subMap(fromSeq, true, toSeq, true).values());
    }

    synchronized Optional<ClientRecord> client(String clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }

    synchronized boolean commit(Commit commit, Instant now) {
        DocumentHead head = document.head();
        DocumentHead expected = commit.expected();
        if (head.version() != expected.version()
                || head.controlRevision() != expected.controlRevision()
                || !head.epoch().equals(expected.epoch())) {
            return false;
        }
        boolean fenced = commit.fence()
                .map(fence ->
                        liveLock(now).filter(lock -> lock.fence() == fence).isPresent())
                .orElse(true);
        if (!fenced) {
            return false;
        }
        for (LogEntry entry : commit.entries()) {
            log.add(entry);
            Operation operation = entry.operation();
            entriesByClient
                    .computeIfAbsent(operation.clientId(), id -> new TreeMap<>())
                    .put(operation.clientSeq(), entry);
            entry.conflict().ifPresent(conflicts::add);
        }
        commit.clients().forEach(client -> clients.put(client.clientId(), client));
        commit.snapshot().ifPresent(taken -> snapshot = taken);
        document = document.withHead(commit.head());
        return true;
    }

    synchronized DocumentLock acquireLock(UUID lockId, Caller caller, Instant now, Duration lease) {
        Optional<DocumentLock> held = liveLock(now);
        if (held.isPresent() && !held.get().isHeldBy(caller)) {
            throw new DocumentLockedException(
                    document.id(), held.get().userId(), held.get().expiresAt());
        }
        DocumentLock lock = held.map(own -> extended(own, now.plus(lease)))
                .orElseGet(() -> new DocumentLock(
                        lockId, document.id(), caller.userId(), caller.sessionId(), ++lastFence, now, now.plus(lease)));
        changeControl(document.info(), Optional.of(lock));
        return lock;
    }

    synchronized DocumentLock renewLock(UUID lockId, Instant now, Duration lease) {
        DocumentLock lock = liveLock(now)
                .filter(held -> held.lockId().equals(lockId))
                .map(held -> extended(held, now.plus(lease)))
                .orElseThrow(() -> new LockNotHeldException(document.id(), lockId));
        changeControl(document.info(), Optional.of(lock));
        return lock;
    }

    private static DocumentLock extended(DocumentLock lock, Instant expiresAt) {
        return new DocumentLock(
                lock.lockId(),
                lock.docId(),
                lock.userId(),
                lock.sessionId(),
                lock.fence(),
                lock.acquiredAt(),
                expiresAt);
    }

    synchronized boolean releaseLock(UUID lockId, Instant now) {
        boolean held =
                liveLock(now).filter(lock -> lock.lockId().equals(lockId)).isPresent();
        if (held) {
            changeControl(document.info(), Optional.empty());
        }
        return held;
    }

    synchronized boolean removeExpiredLock(Instant now) {
        boolean expired = document.lock().isPresent() && liveLock(now).isEmpty();
        if (expired) {
            changeControl(document.info(), Optional.empty());
        }
        return expired;
    }

    synchronized List<Conflict> conflicts(long afterVersion, int limit) {
        return conflicts.stream()
                .filter(conflict -> conflict.version() > afterVersion)
                .limit(limit)
                .toList();
    }

    synchronized int conflictCount() {
        return conflicts.size();
    }

    private Optional<DocumentLock> liveLock(Instant now) {
        return document.lock().filter(lock -> lock.expiresAt().isAfter(now));
    }

    private void changeControl(DocumentInfo info, Optional<DocumentLock> lock) {
        document = new StoredDocument(info, document.head().withNextControlRevision(), lock);
    }
}
