// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What finds sessions that have not ended: by user in the buckets, and across buckets by id, state, server and
 * connection. Changed under the monitor of the session's bucket. The indexes across buckets are read without; whoever
 * finds a session there checks under its bucket's monitor that it still is what was looked for.
 */
final class SessionIndexes {
    private static final int BUCKETS = 1024;

    private final List<SessionBucket> buckets =
            Stream.generate(SessionBucket::new).limit(BUCKETS).toList();
    private final ConcurrentSkipListMap<UUID, SessionEntry> all = new ConcurrentSkipListMap<>();
    private final List<ConcurrentSkipListMap<UUID, SessionEntry>> byState = Stream.of(SessionState.values())
            .map(state -> new ConcurrentSkipListMap<UUID, SessionEntry>())
            .toList();
    private final ConcurrentHashMap<String, ConcurrentSkipListMap<UUID, SessionEntry>> byServer =
            new ConcurrentHashMap<>();
    // A pointer to the session that named the connection last; others that list it have none.
    private final ConcurrentHashMap<UUID, SessionEntry> byConnection = new ConcurrentHashMap<>();

    SessionBucket bucketOf(String userId) {
        int hash = userId.hashCode();
        return buckets.get((hash ^ hash >>> 16) & BUCKETS - 1);
    }

    void add(SessionEntry entry) {
        entry.bucket.add(entry);
        all.put(entry.id, entry);
        in(entry.state()).put(entry.id, entry);
        addToServer(entry);
        point(entry.connectionIds(), entry);
    }

    /** Removes a session that has just ended, with the state that it ended from. */
    void remove(SessionEntry entry, SessionState before) {
        entry.bucket.remove(entry);
        all.remove(entry.id);
        in(before).remove(entry.id);
        removeFromServer(entry, entry.serverAddr());
        unpoint(entry.connectionIds(), entry);
    }

    void stateChanged(SessionEntry entry, SessionState before) {
        if (entry.state() != before) {
            in(entry.state()).put(entry.id, entry);
            in(before).remove(entry.id);
        }
    }

    void serverChanged(SessionEntry entry, String before) {
        if (!entry.serverAddr().equals(before)) {
            addToServer(entry);
            removeFromServer(entry, before);
        }
    }

    void point(Collection<UUID> connectionIds, SessionEntry entry) {
        connectionIds.forEach(connectionId -> byConnection.put(connectionId, entry));
    }

    /** Takes the pointers away that lead to this session, and leaves those that another one has taken over. */
    void unpoint(Collection<UUID> connectionIds, SessionEntry entry) {
        connectionIds.forEach(connectionId -> byConnection.remove(connectionId, entry));
    }

    /** The shortest list that has all sessions passing a query, by id. A user's is read under the bucket's monitor. */
    NavigableMap<UUID, SessionEntry> candidates(SessionQuery query) {
        if (query.userId().isPresent()) {
            String userId = query.userId().get();
            return bucketOf(userId).sessionsOf(userId);
        }
        if (query.serverAddr().isPresent()) {
            NavigableMap<UUID, SessionEntry> sessions =
                    byServer.get(query.serverAddr().get());
            return sessions == null ? Collections.emptyNavigableMap() : sessions;
        }
        return query.state().<NavigableMap<UUID, SessionEntry>>map(this::in).orElse(all);
    }

    ConcurrentSkipListMap<UUID, SessionEntry> in(SessionState state) {
        return byState.get(state.ordinal());
    }

    @Nullable
    SessionEntry over(UUID connectionId) {
        return byConnection.get(connectionId);
    }

    boolean isEmpty() {
        return all.isEmpty()
                && byState.stream().allMatch(NavigableMap::isEmpty)
                && byServer.isEmpty()
                && byConnection.isEmpty()
                && buckets.stream().allMatch(SessionBucket::isEmpty);
    }

    private void addToServer(SessionEntry entry) {
        if (!entry.serverAddr().isEmpty()) {
            byServer.compute(entry.serverAddr(), (addr, present) -> {
                ConcurrentSkipListMap<UUID, SessionEntry> sessions =
                        present == null ? new ConcurrentSkipListMap<>() : present;
                sessions.put(entry.id, entry);
                return sessions;
            });
        }
    }

    private void removeFromServer(SessionEntry entry, String serverAddr) {
        byServer.computeIfPresent(serverAddr, (addr, sessions) -> {
            sessions.remove(entry.id);
            return sessions.isEmpty() ? null : sessions;
        });
    }
}
