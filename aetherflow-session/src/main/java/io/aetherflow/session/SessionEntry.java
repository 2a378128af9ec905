// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.session.DueQueue.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one mutable form of a session in memory, kept small: times are milliseconds, and a {@link Session} is made only
 * for callers. All that is not final is guarded by the bucket's monitor, and every method is called under it.
 */
final class SessionEntry {
    final UUID id;
    final String userId;
    final SessionBucket bucket;
    private final long createdAt;
    private final long lifetimeEndsAt;
    private final long timeout;

    private List<UUID> connectionIds;
    private String clientIp;
    private int clientPort;
    private String serverAddr;
    private SessionState state;
    private long lastActiveAt;
    private long expiresAt;
    private Map<String, String> metadata;
    private SessionStats stats;
    private long revision;
    private TokenHash token;
    private @Nullable TokenHash previousToken;
    private long previousValidUntil;
    private @Nullable String deleteReason;

    /** Its place among what expires; once it has ended, among the leases. Null only before it is indexed. */
    @Nullable
    Due expiryDue;
    /** Its place among what may become idle; null unless active. */
    @Nullable
    Due idleDue;

    SessionEntry(Session session, TokenHash token, SessionBucket bucket) {
        this.id = session.id();
        this.userId = session.userId();
        this.bucket = bucket;
        this.createdAt = session.createdAt().toEpochMilli();
        this.lifetimeEndsAt = session.lifetimeEndsAt().toEpochMilli();
        this.timeout = session.timeout().toMillis();
        this.connectionIds = session.connectionIds();
        this.clientIp = session.clientIp();
        this.clientPort = session.clientPort();
        this.serverAddr = session.serverAddr();
        this.state = session.state();
        this.lastActiveAt = session.lastActiveAt().toEpochMilli();
        this.expiresAt = session.expiresAt().toEpochMilli();
        this.metadata = session.metadata();
        this.stats = session.stats();
        this.revision = session.revision();
        this.token = token;
    }

    Session snapshot() {
        return new Session(
                id,
                userId,
                connectionIds,
                clientIp,
                clientPort,
                serverAddr,
                state,
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(lastActiveAt),
                Instant.ofEpochMilli(expiresAt),
                Instant.ofEpochMilli(lifetimeEndsAt),
                Duration.ofMillis(timeout),
                metadata,
                stats,
                revision);
    }

    SessionCredentials credentials() {
        return new SessionCredentials(
                snapshot(), token, Optional.ofNullable(previousToken), Instant.ofEpochMilli(previousValidUntil));
    }

    SessionState state() {
        return state;
    }

    String serverAddr() {
        return serverAddr;
    }

    List<UUID> connectionIds() {
        return connectionIds;
    }

    long expiresAt() {
        return expiresAt;
    }

    long lastActiveAt() {
        return lastActiveAt;
    }

    boolean hasEnded() {
        return state == SessionState.CLOSED;
    }

    boolean isLive(long now) {
        return !hasEnded() && expiresAt > now;
    }

    void requireLive(long now) {
        if (hasEnded()) {
            throw new SessionNotFoundException(id);
        }
        if (!isLive(now)) {
            throw new SessionExpiredException(id, Instant.ofEpochMilli(expiresAt));
        }
    }

    boolean passes(SessionQuery query) {
        return query.userId().map(userId::equals).orElse(true)
                && query.state().map(state::equals).orElse(true)
                && query.serverAddr().map(serverAddr::equals).orElse(true);
    }

    void heartbeat(long now) {
        lastActiveAt = Math.max(lastActiveAt, now);
        if (state != SessionState.DISCONNECTING) {
            state = state.afterHeartbeat();
            expiresAt = Math.max(expiresAt, Math.min(now + timeout, lifetimeEndsAt));
        }
    }

    void becomeIdle() {
        state = state.become(SessionState.IDLE);
    }

    void rotate(TokenHash next, long presentValidUntil, long now) {
        previousToken = presentValidUntil > now ? token : null;
        previousValidUntil = presentValidUntil;
        token = next;
    }

    /** Ends it, for a reason or, without one, by expiry. */
    void end(@Nullable String reason) {
        SessionState leaving = state == SessionState.DISCONNECTING ? state : state.become(SessionState.DISCONNECTING);
        state = leaving.become(SessionState.CLOSED);
        deleteReason = reason;
    }

    SessionEvent.Ended ending() {
        return deleteReason == null
                ? new SessionEvent.Expired(snapshot())
                : new SessionEvent.Deleted(snapshot(), deleteReason);
    }

    /** Applies an update whole, or throws before it has changed anything. */
    void apply(SessionUpdate update, SessionLimits limits) {
        long expected = update.expectedRevision().orElse(revision);
        if (expected != revision) {
            throw new SessionRevisionException(id, expected, revision);
        }
        SessionState wanted = update.state().orElse(state);
        SessionState nextState = wanted == state ? state : state.become(wanted);
        List<UUID> nextConnections = connectionsAfter(update, limits);
        Map<String, String> nextMetadata = metadataAfter(update, limits);

        state = nextState;
        connectionIds = nextConnections;
        metadata = nextMetadata;
        clientIp = update.client().map(SessionUpdate.ClientAddress::ip).orElse(clientIp);
        clientPort = update.client().map(SessionUpdate.ClientAddress::port).orElse(clientPort);
        serverAddr = update.serverAddr().orElse(serverAddr);
        stats = update.stats().orElse(stats);
        stats = update.statsDelta().map(stats::plus).orElse(stats);
        revision += update.statsOnly() ? 0 : 1;
    }

    private List<UUID> connectionsAfter(SessionUpdate update, SessionLimits limits) {
        if (update.addConnections().isEmpty() && update.removeConnections().isEmpty()) {
            return connectionIds;
        }
        Set<UUID> next = new LinkedHashSet<>(connectionIds);
        next.removeAll(update.removeConnections());
        if (next.addAll(update.addConnections())) {
            limits.checkConnections(next);
        }
        return List.copyOf(next);
    }

    private Map<String, String> metadataAfter(SessionUpdate update, SessionLimits limits) {
        if (update.putMetadata().isEmpty() && update.removeMetadata().isEmpty()) {
            return metadata;
        }
        Map<String, String> next = new HashMap<>(metadata);
        next.keySet().removeAll(update.removeMetadata());
        int kept = next.size();
        next.putAll(update.putMetadata());
        if (next.size() > kept) {
            limits.checkMetadata(next);
        }
        return Map.copyOf(next);
    }
}
