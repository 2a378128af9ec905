// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The users whose names hash to one number, with their sessions. Its monitor is the lock for everything that belongs to
 * these users: this index and the {@link SessionEntry entries} in it.
 */
final class SessionBucket {
    // Guarded by this.
    private final Map<String, TreeMap<UUID, SessionEntry>> users = new HashMap<>();

    void add(SessionEntry entry) {
        users.computeIfAbsent(entry.userId, userId -> new TreeMap<>()).put(entry.id, entry);
    }

    void remove(SessionEntry entry) {
        users.computeIfPresent(entry.userId, (userId, sessions) -> {
            sessions.remove(entry.id);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    /** A live view of a user's sessions that have not ended; to be walked under the lock. */
    NavigableMap<UUID, SessionEntry> sessionsOf(String userId) {
        NavigableMap<UUID, SessionEntry> sessions = users.get(userId);
        return sessions == null ? Collections.emptyNavigableMap() : sessions;
    }

    boolean isEmpty() {
        return users.isEmpty();
    }
}
