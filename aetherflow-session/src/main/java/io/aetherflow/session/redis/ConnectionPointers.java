// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import static io.aetherflow.session.redis.Text.bytes;
import static io.aetherflow.session.redis.Text.text;

import io.aetherflow.session.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which session holds a connection: one key each, in a slot of its own, so that it is written after the session and may
 * be left over. Hence a pointer carries the session's revision at which it was set, and a later one is never dropped for
 * the sake of an earlier state; and it goes by itself when no session of its time can be left.
 */
final class ConnectionPointers {
    private static final char SEPARATOR = '@';

    private final RedisCalls redis;
    private final String prefix;

    ConnectionPointers(RedisCalls redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    /**
     * Where a pointer leads.
     *
     * @param sessionId the session
     * @param revision the session's revision when it was set
     */
    record Pointer(UUID sessionId, long revision) {
        private static Pointer parse(String text) {
            int separator = text.indexOf(SEPARATOR);
            return new Pointer(
                    UUID.fromString(text.substring(0, separator)), Long.parseLong(text.substring(separator + 1)));
        }

        @Override
        public String toString() {
            return sessionId.toString() + SEPARATOR + revision;
        }
    }

    Optional<Pointer> find(UUID connectionId) {
        byte @Nullable [] value = redis.value(key(connectionId));
        return Optional.ofNullable(value).map(bytes -> Pointer.parse(text(bytes)));
    }

    void point(Collection<UUID> connectionIds, Session session, long timeToLiveMillis) {
        if (!connectionIds.isEmpty()) {
            byte[] pointer = bytes(new Pointer(session.id(), session.revision()).toString());
            redis.setAll(connectionIds.stream().map(this::key).toList(), pointer, timeToLiveMillis);
        }
    }

    /** Drops those of the connections' pointers that lead to the session as it was at its revision or before. */
    void drop(Collection<UUID> connectionIds, Session session) {
        redis.runAll(dropping(connectionIds, new Pointer(session.id(), session.revision())));
    }

    /** Drops a pointer unless it was set anew. */
    void drop(UUID connectionId, Pointer pointer) {
        redis.runAll(dropping(List.of(connectionId), pointer));
    }

    /** Drops all pointers to sessions that have ended. */
    void dropAll(List<Session> ended) {
        List<ScriptCall> calls = new ArrayList<>();
        ended.forEach(session ->
                calls.addAll(dropping(session.connectionIds(), new Pointer(session.id(), session.revision()))));
        redis.runAll(calls);
    }

    private List<ScriptCall> dropping(Collection<UUID> connectionIds, Pointer upTo) {
        List<byte[]> arguments = List.of(bytes(upTo.sessionId().toString()), bytes(upTo.revision()));
        return connectionIds.stream()
                .map(connectionId -> new ScriptCall(Script.UNPOINT, List.of(key(connectionId)), arguments))
                .toList();
    }

    private byte[] key(UUID connectionId) {
        return bytes(prefix + "c:" + connectionId);
    }
}
