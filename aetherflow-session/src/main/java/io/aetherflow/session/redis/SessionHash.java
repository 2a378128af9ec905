// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import static io.aetherflow.session.redis.Text.bytes;
import static io.aetherflow.session.redis.Text.text;

import io.aetherflow.session.Session;
import io.aetherflow.session.SessionCredentials;
import io.aetherflow.session.SessionEvent;
import io.aetherflow.session.SessionState;
import io.aetherflow.session.SessionStats;
import io.aetherflow.session.SessionStoreException;
import io.aetherflow.session.TokenHash;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as the hash that Redis keeps: what is empty or zero has no field, numbers are decimal, connections are 16
 * bytes each, and each metadata entry is a field.
 */
final class SessionHash {
    /** What the names of metadata fields begin with. */
    static final String METADATA = "m:";

    private static final int UUID_BYTES = 16;

    private final UUID id;
    private final Map<String, byte[]> fields = new HashMap<>();

    private SessionHash(UUID id) {
        this.id = id;
    }

    static SessionHash of(UUID id, Map<byte[], byte[]> hash) {
        SessionHash session = new SessionHash(id);
        hash.forEach((field, value) -> session.fields.put(text(field), value));
        return session;
    }

    /** Reads what {@code snapshot} in {@code bucket.lua} gives: an id, and fields and values in turn. */
    static SessionHash of(Object snapshot) {
        List<?> pair = (List<?>) snapshot;
        List<?> flat = (List<?>) pair.get(1);
        SessionHash session = new SessionHash(UUID.fromString(text(pair.get(0))));
        for (int i = 0; i < flat.size(); i += 2) {
            session.fields.put(text(flat.get(i)), (byte[]) flat.get(i + 1));
        }
        return session;
    }

    /** The fields of a new session, flat. */
    static List<byte[]> fieldsOf(Session session, TokenHash token) {
        Map<String, byte[]> fields = new HashMap<>();
        fields.put("user", bytes(session.userId()));
        fields.put("token", token.bytes());
        fields.put("state", bytes(session.state().name()));
        fields.put("expires", bytes(session.expiresAt()));
        fields.put("created", bytes(session.createdAt()));
        fields.put("active", bytes(session.lastActiveAt()));
        fields.put("lifetimeEnds", bytes(session.lifetimeEndsAt()));
        fields.put("timeout", bytes(session.timeout().toMillis()));
        fields.put("revision", bytes(session.revision()));
        fields.put("connections", connections(session.connectionIds()));
        fields.put("ip", bytes(session.clientIp()));
        fields.put("server", bytes(session.serverAddr()));
        if (session.clientPort() != 0) {
            fields.put("port", bytes(session.clientPort()));
        }
        fields.values().removeIf(value -> value.length == 0);
        fields.putAll(metadata(session.metadata()));
        if (!session.stats().equals(SessionStats.NONE)) {
            fields.putAll(stats(session.stats()));
        }
        return flat(fields);
    }

    static Map<String, byte[]> metadata(Map<String, String> entries) {
        Map<String, byte[]> fields = new HashMap<>();
        entries.forEach((key, value) -> fields.put(METADATA + key, bytes(value)));
        return fields;
    }

    static Map<String, byte[]> stats(SessionStats stats) {
        Map<String, byte[]> fields = counters(stats);
        fields.put("rtt", bytes(stats.rtt().toNanos()));
        return fields;
    }

    static Map<String, byte[]> counters(SessionStats stats) {
        Map<String, byte[]> fields = new HashMap<>();
        fields.put("packetsSent", bytes(stats.packetsSent()));
        fields.put("packetsReceived", bytes(stats.packetsReceived()));
        fields.put("bytesSent", bytes(stats.bytesSent()));
        fields.put("bytesReceived", bytes(stats.bytesReceived()));
        fields.put("retransmissions", bytes(stats.retransmissions()));
        return fields;
    }

    static byte[] connections(Collection<UUID> ids) {
        ByteBuffer all = ByteBuffer.allocate(UUID_BYTES * ids.size());
        ids.forEach(id -> all.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()));
        return all.array();
    }

    /** Fields and values in turn. */
    static List<byte[]> flat(Map<String, byte[]> fields) {
        List<byte[]> flat = new ArrayList<>(2 * fields.size());
        fields.forEach((field, value) -> {
            flat.add(bytes(field));
            flat.add(value);
        });
        return flat;
    }

    boolean isLive(Instant now) {
        return isOpen() && time("expires").isAfter(now);
    }

    /** Whether the session has not ended, expired or not. */
    boolean isOpen() {
        return state() != SessionState.CLOSED;
    }

    Session session() {
        return new Session(
                id,
                text(required("user")),
                connections(),
                textOr("ip", ""),
                Integer.parseInt(textOr("port", "0")),
                textOr("server", ""),
                state(),
                time("created"),
                time("active"),
                time("expires"),
                time("lifetimeEnds"),
                Duration.ofMillis(Long.parseLong(text(required("timeout")))),
                metadata(),
                stats(),
                Long.parseLong(text(required("revision"))));
    }

    SessionCredentials credentials() {
        Optional<TokenHash> previous =
                Optional.ofNullable(fields.get("previous")).map(TokenHash::of);
        Instant previousUntil = Instant.ofEpochMilli(Long.parseLong(textOr("previousUntil", "0")));
        return new SessionCredentials(session(), TokenHash.of(required("token")), previous, previousUntil);
    }

    SessionEvent.Deleted deleted() {
        return new SessionEvent.Deleted(session(), textOr("reason", ""));
    }

    SessionEvent.Ended ended() {
        return fields.containsKey("reason") ? deleted() : new SessionEvent.Expired(session());
    }

    private SessionState state() {
        return SessionState.valueOf(text(required("state")));
    }

    private List<UUID> connections() {
        ByteBuffer all = ByteBuffer.wrap(fields.getOrDefault("connections", new byte[0]));
        List<UUID> ids = new ArrayList<>();
        while (all.hasRemaining()) {
            ids.add(new UUID(all.getLong(), all.getLong()));
        }
        return ids;
    }

    private Map<String, String> metadata() {
        Map<String, String> entries = new HashMap<>();
        fields.forEach((field, value) -> {
            if (field.startsWith(METADATA)) {
                entries.put(field.substring(METADATA.length()), text(value));
            }
        });
        return entries;
    }

    private SessionStats stats() {
        if (!fields.containsKey("packetsSent")) {
            return SessionStats.NONE;
        }
        return new SessionStats(
                number("packetsSent"),
                number("packetsReceived"),
                number("bytesSent"),
                number("bytesReceived"),
                number("retransmissions"),
                Duration.ofNanos(number("rtt")));
    }

    private long number(String field) {
        return Long.parseLong(textOr(field, "0"));
    }

    private Instant time(String field) {
        return Instant.ofEpochMilli(Long.parseLong(text(required(field))));
    }

    private String textOr(String field, String missing) {
        byte[] value = fields.get(field);
        return value == null ? missing : text(value);
    }

    private byte[] required(String field) {
        byte @Nullable [] value = fields.get(field);
        if (value == null) {
            throw new SessionStoreException("session " + id + " in Redis has no field " + field, null);
        }
        return value;
    }
}
