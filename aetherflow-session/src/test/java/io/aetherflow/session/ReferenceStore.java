// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The rules of a session store over one plain map, by walking all of it every time: what the model test compares with.
 */
final class ReferenceStore {
    private final Map<UUID, Session> sessions = new LinkedHashMap<>();
    private final Map<UUID, UUID> holders = new HashMap<>();
    private final Map<UUID, SessionEvent.Ended> ends = new LinkedHashMap<>();
    private final Map<UUID, Instant> leases = new HashMap<>();

    List<Session> live(Instant now) {
        return sessions.values().stream()
                .filter(session -> session.expiresAt().isAfter(now))
                .sorted(Comparator.comparing(Session::id))
                .toList();
    }

    Optional<Session> find(UUID id, Instant now) {
        return Optional.ofNullable(sessions.get(id))
                .filter(session -> session.expiresAt().isAfter(now));
    }

    Optional<Session> findByConnection(UUID connectionId, Instant now) {
        return Optional.ofNullable(holders.get(connectionId))
                .flatMap(id -> find(id, now))
                .filter(session -> session.connectionIds().contains(connectionId));
    }

    Optional<List<UUID>> create(Session session, UserLimit limit, Instant leaseUntil) {
        List<Session> own = live(session.createdAt()).stream()
                .filter(other -> other.userId().equals(session.userId()))
                .toList();
        int surplus = Math.max(0, own.size() - limit.maxSessions() + 1);
        if (surplus > 0 && limit.policy() == SessionLimitPolicy.REJECT) {
            return Optional.empty();
        }
        List<UUID> evicted = own.subList(0, surplus).stream().map(Session::id).toList();
        evicted.forEach(id -> end(id, SessionEvent.Deleted.EVICTED, leaseUntil));
        sessions.put(session.id(), session);
        session.connectionIds().forEach(connection -> holders.put(connection, session.id()));
        return Optional.of(evicted);
    }

    Optional<Session> heartbeat(UUID id, Instant now) {
        return find(id, now).map(s -> {
            Instant active = max(s.lastActiveAt(), now);
            if (s.state() == SessionState.DISCONNECTING) {
                return put(copy(s, s.state(), active, s.expiresAt()));
            }
            Instant sliding = now.plus(s.timeout());
            Instant expiry = sliding.isBefore(s.lifetimeEndsAt()) ? sliding : s.lifetimeEndsAt();
            return put(copy(s, SessionState.ACTIVE, active, max(s.expiresAt(), expiry)));
        });
    }

    Optional<Session> update(UUID id, SessionUpdate update, Instant now) {
        return find(id, now).map(s -> {
            Set<UUID> connections = new LinkedHashSet<>(s.connectionIds());
            connections.removeAll(update.removeConnections());
            connections.addAll(update.addConnections());
            update.removeConnections().forEach(connection -> holders.remove(connection, id));
            update.addConnections().forEach(connection -> holders.put(connection, id));
            Map<String, String> metadata = new HashMap<>(s.metadata());
            metadata.keySet().removeAll(update.removeMetadata());
            metadata.putAll(update.putMetadata());
            return put(new Session(
                    id,
                    s.userId(),
                    List.copyOf(connections),
                    s.clientIp(),
                    s.clientPort(),
                    update.serverAddr().orElse(s.serverAddr()),
                    update.state().orElse(s.state()),
                    s.createdAt(),
                    s.lastActiveAt(),
                    s.expiresAt(),
                    s.lifetimeEndsAt(),
                    s.timeout(),
                    metadata,
                    update.statsDelta().map(s.stats()::plus).orElse(s.stats()),
                    s.revision() + (update.statsOnly() ? 0 : 1)));
        });
    }

    boolean delete(UUID id, String reason, Instant now, Instant leaseUntil) {
        boolean live = find(id, now).isPresent();
        if (live) {
            end(id, reason, leaseUntil);
        }
        return live;
    }

    Set<UUID> markIdle(Instant inactiveSince, Instant now) {
        Set<UUID> idled = new LinkedHashSet<>();
        for (Session session : live(now)) {
            if (session.state() == SessionState.ACTIVE
                    && !session.lastActiveAt().isAfter(inactiveSince)) {
                put(copy(session, SessionState.IDLE, session.lastActiveAt(), session.expiresAt()));
                idled.add(session.id());
            }
        }
        return idled;
    }

    Set<SessionEvent.Ended> claimEnded(Instant now, Instant leaseUntil) {
        List<UUID> expired = sessions.values().stream()
                .filter(session -> !session.expiresAt().isAfter(now))
                .map(Session::id)
                .toList();
        expired.forEach(id -> end(id, null, now));
        Set<SessionEvent.Ended> claimed = new LinkedHashSet<>();
        for (Map.Entry<UUID, Instant> lease : leases.entrySet()) {
            if (!lease.getValue().isAfter(now)) {
                lease.setValue(leaseUntil);
                claimed.add(Objects.requireNonNull(ends.get(lease.getKey())));
            }
        }
        return claimed;
    }

    void forget(UUID id) {
        ends.remove(id);
        leases.remove(id);
    }

    List<UUID> ended() {
        return new ArrayList<>(ends.keySet());
    }

    private void end(UUID id, String reason, Instant leaseUntil) {
        Session session = sessions.remove(id);
        Session closed = copy(session, SessionState.CLOSED, session.lastActiveAt(), session.expiresAt());
        ends.put(id, reason == null ? new SessionEvent.Expired(closed) : new SessionEvent.Deleted(closed, reason));
        leases.put(id, leaseUntil);
    }

    private Session put(Session session) {
        sessions.put(session.id(), session);
        return session;
    }

    private static Instant max(Instant left, Instant right) {
        return left.isAfter(right) ? left : right;
    }

    private static Session copy(Session s, SessionState state, Instant lastActiveAt, Instant expiresAt) {
        Duration timeout = s.timeout();
        return new Session(
                s.id(),
                s.userId(),
                s.connectionIds(),
                s.clientIp(),
                s.clientPort(),
                s.serverAddr(),
                state,
                s.createdAt(),
                lastActiveAt,
                expiresAt,
                s.lifetimeEndsAt(),
                timeout,
                s.metadata(),
                s.stats(),
                s.revision());
    }
}
