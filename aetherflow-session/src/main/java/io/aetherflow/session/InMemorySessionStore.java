// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.core.Page;
import io.aetherflow.session.DueQueue.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session store in the memory of this process, for one server or for tests. It starts no thread and forgets
 * everything with the process.
 *
 * <p>How it works: users are spread over 1024 buckets by hash. A bucket's monitor guards all that belongs to its users,
 * so each action of the port is one synchronized block, the user's limit included, and no action ever holds two
 * monitors. What finds sessions across buckets (by id, state, server, connection, expiry) is concurrent, changed while
 * the session's bucket is held, and only a hint to readers, who check what they find under the bucket's monitor. A
 * session in memory is a compact mutable entry; callers get snapshots only.
 *
 * <p>Reading and heartbeat take constant time: expiry and idleness are looked after lazily, see {@link DueQueue}. A
 * page costs one step down a skip list per session on it. Counting, and the total of a page, walk the sessions that
 * have expired and not been swept, so sweep. A total over several filters walks all that pass the narrowest.
 */
public final class InMemorySessionStore implements SessionStore {
    /** How many sessions a store holds unless told otherwise. */
    public static final int DEFAULT_MAX_SESSIONS = 1_000_000;

    private final int maxSessions;
    private final AtomicInteger held = new AtomicInteger();
    private final ConcurrentHashMap<UUID, SessionEntry> entries = new ConcurrentHashMap<>();
    private final SessionIndexes indexes = new SessionIndexes();
    private final DueQueue expiry = new DueQueue();
    private final DueQueue idling = new DueQueue();

    /** Creates an empty store for up to {@value #DEFAULT_MAX_SESSIONS} sessions. */
    public InMemorySessionStore() {
        this(DEFAULT_MAX_SESSIONS);
    }

    /**
     * Creates an empty store.
     *
     * @param maxSessions how many sessions it may hold, 1 or more; those that have ended count until they are
     *     forgotten. Beyond that, creating fails with {@link SessionLimitException}.
     */
    public InMemorySessionStore(int maxSessions) {
        Checks.within("maxSessions", maxSessions, 1, Integer.MAX_VALUE);
        this.maxSessions = maxSessions;
    }

    @Override
    public SessionCreation create(Session session, TokenHash token, UserLimit limit, Instant leaseUntil) {
        SessionBucket bucket = indexes.bucketOf(session.userId());
        synchronized (bucket) {
            List<SessionEntry> surplus = surplus(bucket, session, limit);
            SessionEntry entry = new SessionEntry(session, token, bucket);
            enter(entry);
            List<SessionEvent.Deleted> evicted = surplus.stream()
                    .map(old -> delete(old, SessionEvent.Deleted.EVICTED, leaseUntil))
                    .toList();
            indexes.add(entry);
            entry.expiryDue = expiry.move(null, entry, entry.expiresAt());
            lookAfterIdleness(entry);
            return new SessionCreation(entry.snapshot(), evicted);
        }
    }

    /** The user's oldest live sessions, so many that there is room for one more. */
    private static List<SessionEntry> surplus(SessionBucket bucket, Session session, UserLimit limit) {
        NavigableMap<UUID, SessionEntry> sessions = bucket.sessionsOf(session.userId());
        if (sessions.size() < limit.maxSessions()) {
            return List.of();
        }
        long now = session.createdAt().toEpochMilli();
        List<SessionEntry> live =
                sessions.values().stream().filter(entry -> entry.isLive(now)).toList();
        int surplus = live.size() - limit.maxSessions() + 1;
        if (surplus > 0 && limit.policy() == SessionLimitPolicy.REJECT) {
            throw new SessionLimitException(session.userId(), limit.maxSessions());
        }
        return live.subList(0, Math.max(0, surplus));
    }

    private void enter(SessionEntry entry) {
        if (held.incrementAndGet() > maxSessions) {
            held.decrementAndGet();
            throw new SessionLimitException(maxSessions);
        }
        if (entries.putIfAbsent(entry.id, entry) != null) {
            held.decrementAndGet();
            throw new InvalidSessionException("id", entry.id.toString(), "an id that no session has");
        }
    }

    @Override
    public Optional<Session> find(UUID id, Instant now) {
        return ifLive(entries.get(id), now, SessionEntry::snapshot);
    }

    @Override
    public Optional<Session> findByConnection(UUID connectionId, Instant now) {
        return ifLive(indexes.over(connectionId), now, SessionEntry::snapshot)
                .filter(session -> session.connectionIds().contains(connectionId));
    }

    @Override
    public Optional<SessionCredentials> credentials(UUID id, Instant now) {
        return ifLive(entries.get(id), now, SessionEntry::credentials);
    }

    @Override
    public SessionEvent.Updated heartbeat(UUID id, Instant now) {
        return onLive(id, now, entry -> {
            SessionState before = entry.state();
            entry.heartbeat(now.toEpochMilli());
            indexes.stateChanged(entry, before);
            lookAfterIdleness(entry);
            return new SessionEvent.Updated(entry.snapshot(), before);
        });
    }

    @Override
    public SessionEvent.Updated update(UUID id, SessionUpdate update, SessionLimits limits, Instant now) {
        return onLive(id, now, entry -> {
            SessionState stateBefore = entry.state();
            String serverBefore = entry.serverAddr();
            entry.apply(update, limits);
            indexes.stateChanged(entry, stateBefore);
            indexes.serverChanged(entry, serverBefore);
            indexes.unpoint(update.removeConnections(), entry);
            indexes.point(update.addConnections(), entry);
            lookAfterIdleness(entry);
            return new SessionEvent.Updated(entry.snapshot(), stateBefore);
        });
    }

    @Override
    public Session rotate(UUID id, TokenHash token, Instant previousValidUntil, Instant now) {
        return onLive(id, now, entry -> {
            entry.rotate(token, previousValidUntil.toEpochMilli(), now.toEpochMilli());
            return entry.snapshot();
        });
    }

    @Override
    public SessionEvent.Deleted delete(UUID id, String reason, Instant now, Instant leaseUntil) {
        return onLive(id, now, entry -> delete(entry, reason, leaseUntil));
    }

    @Override
    public List<SessionEvent.Deleted> endAll(SessionQuery query, String reason, Instant now, Instant leaseUntil) {
        return walk(query, null, now, query.pageSize(), entry -> delete(entry, reason, leaseUntil));
    }

    @Override
    public Page<Session> list(SessionQuery query, Instant now) {
        UUID after = query.cursor().map(SessionCursor::parse).orElse(null);
        List<Session> found = walk(query, after, now, query.pageSize() + 1, SessionEntry::snapshot);
        if (found.size() <= query.pageSize()) {
            return new Page<>(found, Optional.empty(), total(query, now, found.size()));
        }
        List<Session> page = found.subList(0, query.pageSize());
        UUID last = page.get(page.size() - 1).id();
        return new Page<>(page, Optional.of(SessionCursor.after(last)), total(query, now, found.size()));
    }

    private OptionalLong total(SessionQuery query, Instant now, int atLeast) {
        if (!query.withTotal()) {
            return OptionalLong.empty();
        }
        long filters = Stream.of(query.userId(), query.state(), query.serverAddr())
                .filter(Optional::isPresent)
                .count();
        long total;
        if (filters > 1) {
            total = walk(query, null, now, Integer.MAX_VALUE, entry -> entry.id).size();
        } else {
            AtomicLong lapsed = new AtomicLong();
            forEachLapsed(now, entry -> lapsed.addAndGet(entry.passes(query) ? 1 : 0));
            total = holding(query, () -> indexes.candidates(query).size()) - lapsed.get();
        }
        return OptionalLong.of(Math.max(total, atLeast)); // sessions may have ended since the page was read
    }

    @Override
    public SessionCounts count(Instant now) {
        long[] counts = new long[SessionState.values().length];
        for (SessionState state : SessionState.values()) {
            counts[state.ordinal()] = indexes.in(state).size();
        }
        forEachLapsed(now, entry -> counts[entry.state().ordinal()]--);
        return new SessionCounts(
                Math.max(0, counts[SessionState.CONNECTING.ordinal()]),
                Math.max(0, counts[SessionState.ACTIVE.ordinal()]),
                Math.max(0, counts[SessionState.IDLE.ordinal()]),
                Math.max(0, counts[SessionState.DISCONNECTING.ordinal()]));
    }

    /** Visits the sessions that have expired but were not claimed yet, each under its bucket's monitor. */
    private void forEachLapsed(Instant now, Consumer<SessionEntry> visitor) {
        long nowMillis = now.toEpochMilli();
        Iterator<Due> places = expiry.iterator();
        while (places.hasNext()) {
            Due due = places.next();
            if (due.millis() > nowMillis) {
                return;
            }
            SessionEntry entry = due.entry();
            synchronized (entry.bucket) {
                if (entry.expiryDue != due || entry.hasEnded()) {
                    continue;
                }
                if (entry.isLive(nowMillis)) {
                    entry.expiryDue = expiry.move(due, entry, entry.expiresAt());
                } else {
                    visitor.accept(entry);
                }
            }
        }
    }

    @Override
    public List<Session> markIdle(Instant inactiveSince, int max, Instant now) {
        long cutoff = inactiveSince.toEpochMilli();
        List<Session> idled = new ArrayList<>();
        for (Due due = idling.first(cutoff); due != null && idled.size() < max; due = idling.first(cutoff)) {
            SessionEntry entry = due.entry();
            synchronized (entry.bucket) {
                if (entry.idleDue != due) {
                    continue; // another thread was here first
                }
                if (entry.lastActiveAt() > due.millis()) {
                    entry.idleDue = idling.move(due, entry, entry.lastActiveAt());
                } else if (entry.isLive(now.toEpochMilli())) {
                    entry.becomeIdle();
                    indexes.stateChanged(entry, SessionState.ACTIVE);
                    lookAfterIdleness(entry);
                    idled.add(entry.snapshot());
                } else {
                    dropIdleDue(entry); // its expiry is due, which is the other queue's matter
                }
            }
        }
        return idled;
    }

    @Override
    public List<SessionEvent.Ended> claimEnded(Instant now, Instant leaseUntil, int max) {
        long nowMillis = now.toEpochMilli();
        List<SessionEvent.Ended> claimed = new ArrayList<>();
        for (Due due = expiry.first(nowMillis); due != null && claimed.size() < max; due = expiry.first(nowMillis)) {
            SessionEntry entry = due.entry();
            synchronized (entry.bucket) {
                if (entry.expiryDue != due) {
                    continue; // another thread was here first
                }
                if (entry.hasEnded()) {
                    entry.expiryDue = expiry.move(due, entry, leaseUntil.toEpochMilli());
                    claimed.add(entry.ending());
                } else if (entry.expiresAt() > due.millis()) {
                    entry.expiryDue = expiry.move(due, entry, entry.expiresAt());
                } else {
                    end(entry, null, leaseUntil);
                    claimed.add(entry.ending());
                }
            }
        }
        return claimed;
    }

    @Override
    public void forget(List<UUID> ids) {
        for (UUID id : ids) {
            SessionEntry entry = entries.get(id);
            if (entry == null) {
                continue;
            }
            synchronized (entry.bucket) {
                if (entry.hasEnded() && entries.remove(id, entry)) {
                    expiry.remove(entry.expiryDue);
                    held.decrementAndGet();
                }
            }
        }
    }

    /** Does nothing: the sessions last as long as the store is referred to. */
    @Override
    public void close() {}

    /** Whether nothing is left of any session, in any index. */
    boolean isEmpty() {
        return entries.isEmpty() && held.get() == 0 && indexes.isEmpty() && expiry.isEmpty() && idling.isEmpty();
    }

    private SessionEvent.Deleted delete(SessionEntry entry, String reason, Instant leaseUntil) {
        end(entry, reason, leaseUntil);
        return new SessionEvent.Deleted(entry.snapshot(), reason);
    }

    /** Ends a session for a reason or, without one, by expiry. */
    private void end(SessionEntry entry, @Nullable String reason, Instant leaseUntil) {
        SessionState before = entry.state();
        entry.end(reason);
        indexes.remove(entry, before);
        lookAfterIdleness(entry);
        entry.expiryDue = expiry.move(entry.expiryDue, entry, leaseUntil.toEpochMilli());
    }

    /** Gives a session that is active a place among what may become idle, and any other session none. */
    private void lookAfterIdleness(SessionEntry entry) {
        if (entry.state() != SessionState.ACTIVE) {
            dropIdleDue(entry);
        } else if (entry.idleDue == null) {
            entry.idleDue = idling.move(null, entry, entry.lastActiveAt());
        }
    }

    private void dropIdleDue(SessionEntry entry) {
        idling.remove(entry.idleDue);
        entry.idleDue = null;
    }

    private static <T> Optional<T> ifLive(
            @Nullable SessionEntry entry, Instant now, Function<SessionEntry, T> reading) {
        if (entry == null) {
            return Optional.empty();
        }
        synchronized (entry.bucket) {
            return entry.isLive(now.toEpochMilli()) ? Optional.of(reading.apply(entry)) : Optional.empty();
        }
    }

    private <T> T onLive(UUID id, Instant now, Function<SessionEntry, T> action) {
        SessionEntry entry = entries.get(id);
        if (entry == null) {
            throw new SessionNotFoundException(id);
        }
        synchronized (entry.bucket) {
            entry.requireLive(now.toEpochMilli());
            return action.apply(entry);
        }
    }

    /** Acts on the live sessions after an id that pass a query, in the order of their ids, each under its monitor. */
    private <T> List<T> walk(
            SessionQuery query, @Nullable UUID after, Instant now, int max, Function<SessionEntry, T> action) {
        return holding(query, () -> {
            NavigableMap<UUID, SessionEntry> sessions = indexes.candidates(query);
            List<T> results = new ArrayList<>();
            Map.Entry<UUID, SessionEntry> next = after == null ? sessions.firstEntry() : sessions.higherEntry(after);
            while (next != null && results.size() < max) {
                SessionEntry entry = next.getValue();
                synchronized (entry.bucket) {
                    if (entry.isLive(now.toEpochMilli()) && entry.passes(query)) {
                        results.add(action.apply(entry));
                    }
                }
                next = sessions.higherEntry(next.getKey());
            }
            return results;
        });
    }

    /**
     * Runs under the bucket's monitor if the query is for one user, and else under none, since no two are ever held.
     */
    private <T> T holding(SessionQuery query, Supplier<T> action) {
        if (query.userId().isEmpty()) {
            return action.get();
        }
        synchronized (indexes.bucketOf(query.userId().get())) {
            return action.get();
        }
    }
}
