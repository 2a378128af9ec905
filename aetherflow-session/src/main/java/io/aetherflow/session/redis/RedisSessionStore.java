// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import static io.aetherflow.session.redis.Text.bytes;

import io.aetherflow.core.Page;
import io.aetherflow.session.InvalidSessionException;
import io.aetherflow.session.Session;
import io.aetherflow.session.SessionCounts;
import io.aetherflow.session.SessionCreation;
import io.aetherflow.session.SessionCredentials;
import io.aetherflow.session.SessionEvent;
import io.aetherflow.session.SessionLimitException;
import io.aetherflow.session.SessionLimits;
import io.aetherflow.session.SessionQuery;
import io.aetherflow.session.SessionStore;
import io.aetherflow.session.SessionUpdate;
import io.aetherflow.session.TokenHash;
import io.aetherflow.session.UserLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;

/**
 * A session store in Redis 6.2 or newer, shared by any number of servers: standalone, with Sentinel, or as a Cluster. It
 * starts no thread and keeps nothing of a session in this process.
 *
 * <p>How it works: users are spread over 1024 buckets by hash, and a session's id carries the number of its bucket. All
 * that belongs to a bucket's sessions lies in one hash slot, so each action of the port is one Lua script, and the
 * buckets are spread over all masters of a Cluster. In a bucket, a session is a hash; sorted sets find it by user,
 * server and state in the order of ids, and by what is due: expiry, idleness, the lease of an end. Only the pointer from
 * a connection to its session is a key of its own, see {@link SessionStore#findByConnection}. What concerns all buckets
 * (counts, sweeps, totals) takes a round trip or two to see where something is, and another to fetch it; a page of all
 * users reads bucket after bucket. Nothing
 * walks the keyspace, and no notification of Redis is relied on.
 *
 * <p>Sessions end by {@link #claimEnded}, not by Redis, so that their end is announced. Redis drops the keys of those
 * that nobody has claimed for {@link RedisSessionStoreOptions#retention} beyond their greatest lifetime.
 *
 * <p>Safe for use by several threads, as its client is. Each method is bounded by the client's timeouts, and throws
 * {@link io.aetherflow.session.SessionStoreException} when Redis does not answer; when it answers again, so does the
 * store. A client that repeats a call whose answer it lost (those for a Cluster do) may report a session as not found
 * that the call itself has ended.
 *
 * <p>The page {@code REDIS.md} of this module has the keys, the settings that Redis needs, and what a failover costs.
 */
public final class RedisSessionStore implements SessionStore {
    private final RedisCalls redis;
    private final RedisSessionStoreOptions options;
    private final Buckets buckets;
    private final ConnectionPointers pointers;
    private final SessionListing listing;
    private final DueWork claims;
    private final DueWork idling;
    private final DueWork ends;

    /**
     * Opens the store with default options.
     *
     * @param jedis the client, which stays the caller's to close
     * @throws io.aetherflow.session.SessionStoreException if the server cannot be reached, refuses the credentials, is
     *     too old, or is of another kind than the client
     */
    public RedisSessionStore(UnifiedJedis jedis) {
        this(jedis, RedisSessionStoreOptions.DEFAULTS);
    }

    /**
     * Opens the store.
     *
     * @param jedis the client, which stays the caller's to close: {@code RedisClient}, {@code RedisSentinelClient} or
     *     {@code RedisClusterClient}
     * @param options how to use the server
     * @throws io.aetherflow.session.SessionStoreException if the server cannot be reached, refuses the credentials, is
     *     too old, or is of another kind than the client
     */
    public RedisSessionStore(UnifiedJedis jedis, RedisSessionStoreOptions options) {
        this(jedis, options, Buckets.COUNT);
    }

    RedisSessionStore(UnifiedJedis jedis, RedisSessionStoreOptions options, int bucketCount) {
        RedisServerCheck.run(jedis);
        this.redis = new RedisCalls(jedis);
        this.options = options;
        this.buckets = new Buckets(options.keyPrefix(), bucketCount);
        this.pointers = new ConnectionPointers(redis, options.keyPrefix());
        this.listing = new SessionListing(redis, buckets);
        this.claims = new DueWork(redis);
        this.idling = new DueWork(redis);
        this.ends = new DueWork(redis);
    }

    @Override
    public UUID idFor(UUID candidate, String userId) {
        return buckets.idFor(candidate, userId);
    }

    @Override
    public SessionCreation create(Session session, TokenHash token, UserLimit limit, Instant leaseUntil) {
        if (!idFor(session.id(), session.userId()).equals(session.id())) {
            throw new InvalidSessionException("id", session.id().toString(), "an id that idFor gave for the user");
        }
        Bucket bucket = buckets.of(session.id());
        List<byte[]> keys = new ArrayList<>(List.of(bucket.session(session.id()), bucket.user(session.userId())));
        if (!session.serverAddr().isEmpty()) {
            keys.add(bucket.server(session.serverAddr()));
        }
        List<byte[]> arguments = new ArrayList<>(List.of(
                bytes(session.createdAt()),
                bytes(session.expiresAt()),
                bytes(timeToLive(session, session.createdAt())),
                bytes(limit.maxSessions()),
                bytes(limit.policy().name()),
                bytes(leaseUntil),
                bytes(SessionEvent.Deleted.EVICTED),
                bytes(session.state().name()),
                token.bytes()));
        arguments.addAll(SessionHash.fieldsOf(session, token));
        Answer answer = new Answer(redis.run(ScriptCall.on(bucket, Script.CREATE, keys, arguments)));
        if (answer.is("full")) {
            throw new SessionLimitException(session.userId(), limit.maxSessions());
        }
        if (answer.is("taken")) {
            throw new InvalidSessionException("id", session.id().toString(), "an id that no session has");
        }
        List<SessionEvent.Deleted> evicted =
                answer.sessions().stream().map(SessionHash::deleted).toList();
        pointers.dropAll(sessionsOf(evicted));
        pointers.point(session.connectionIds(), session, timeToLive(session, session.createdAt()));
        return new SessionCreation(session, evicted);
    }

    /** How long Redis keeps what belongs to a session, by Redis' own clock. */
    private long timeToLive(Session session, Instant now) {
        return Duration.between(now, session.lifetimeEndsAt())
                .plus(options.retention())
                .toMillis();
    }

    @Override
    public Optional<Session> find(UUID id, Instant now) {
        return read(id).filter(hash -> hash.isLive(now)).map(SessionHash::session);
    }

    @Override
    public Optional<SessionCredentials> credentials(UUID id, Instant now) {
        return read(id).filter(hash -> hash.isLive(now)).map(SessionHash::credentials);
    }

    private Optional<SessionHash> read(UUID id) {
        return Optional.of(redis.hash(buckets.of(id).session(id)))
                .filter(hash -> !hash.isEmpty())
                .map(hash -> SessionHash.of(id, hash));
    }

    @Override
    public Optional<Session> findByConnection(UUID connectionId, Instant now) {
        Optional<ConnectionPointers.Pointer> pointer = pointers.find(connectionId);
        if (pointer.isEmpty()) {
            return Optional.empty();
        }
        Optional<SessionHash> holder = read(pointer.get().sessionId())
                .filter(SessionHash::isOpen)
                .filter(hash -> hash.session().connectionIds().contains(connectionId));
        if (holder.isEmpty()) {
            pointers.drop(connectionId, pointer.get());
        }
        return holder.filter(hash -> hash.isLive(now)).map(SessionHash::session);
    }

    @Override
    public SessionEvent.Updated heartbeat(UUID id, Instant now) {
        return new Answer(redis.run(onSession(id, Script.HEARTBEAT, bytes(now))))
                .requireLive(id)
                .updated();
    }

    @Override
    public SessionEvent.Updated update(UUID id, SessionUpdate update, SessionLimits limits, Instant now) {
        Answer answer = new Answer(redis.run(UpdateCall.of(buckets.of(id), id, update, limits, now)))
                .requireLive(id)
                .requireAllowed(id, update, limits);
        SessionEvent.Updated updated = answer.updated();
        Session session = updated.session();
        pointers.drop(update.removeConnections(), session);
        pointers.point(update.addConnections(), session, timeToLive(session, now));
        return updated;
    }

    @Override
    public SessionEvent.Deleted delete(UUID id, String reason, Instant now, Instant leaseUntil) {
        ScriptCall call = onSession(id, Script.DELETE, bytes(now), bytes(reason), bytes(leaseUntil));
        SessionEvent.Deleted deleted =
                runDurably(call).requireLive(id).session().deleted();
        pointers.dropAll(List.of(deleted.session()));
        return deleted;
    }

    @Override
    public Session rotate(UUID id, TokenHash token, Instant previousValidUntil, Instant now) {
        ScriptCall call = onSession(id, Script.ROTATE, bytes(now), token.bytes(), bytes(previousValidUntil));
        return runDurably(call).requireLive(id).session().session();
    }

    private Answer runDurably(ScriptCall call) {
        return new Answer(
                options.replicas() == 0
                        ? redis.run(call)
                        : redis.runDurably(
                                call,
                                options.replicas(),
                                options.replicaTimeout().toMillis()));
    }

    private ScriptCall onSession(UUID id, Script script, byte[]... arguments) {
        Bucket bucket = buckets.of(id);
        return ScriptCall.on(bucket, script, List.of(bucket.session(id)), List.of(arguments));
    }

    @Override
    public List<SessionEvent.Deleted> endAll(SessionQuery query, String reason, Instant now, Instant leaseUntil) {
        DueWork.Work work = (bucket, max) -> ScriptCall.on(
                bucket,
                Script.END_ALL,
                bucket.filters(query),
                List.of(bytes(now), bytes(reason), bytes(leaseUntil), bytes(max)));
        List<SessionEvent.Deleted> ended =
                ends.run(listing.searched(query), () -> listing.totals(query, now), work, query.pageSize()).stream()
                        .map(SessionHash::deleted)
                        .toList();
        pointers.dropAll(sessionsOf(ended));
        return ended;
    }

    @Override
    public Page<Session> list(SessionQuery query, Instant now) {
        return listing.page(query, now);
    }

    @Override
    public SessionCounts count(Instant now) {
        return listing.count(now);
    }

    @Override
    public List<Session> markIdle(Instant inactiveSince, int max, Instant now) {
        List<byte[]> queues = keys(Bucket::silence);
        DueWork.Work work = (bucket, share) -> ScriptCall.on(
                bucket, Script.MARK_IDLE, List.of(), List.of(bytes(inactiveSince), bytes(now), bytes(share)));
        return idling.run(buckets.all(), () -> dueUntil(queues, inactiveSince), work, max).stream()
                .map(SessionHash::session)
                .toList();
    }

    @Override
    public List<SessionEvent.Ended> claimEnded(Instant now, Instant leaseUntil, int max) {
        List<byte[]> queues = keys(Bucket::expiry);
        queues.addAll(keys(Bucket::ended));
        DueWork.Work work = (bucket, share) -> ScriptCall.on(
                bucket, Script.CLAIM_ENDED, List.of(), List.of(bytes(now), bytes(leaseUntil), bytes(share)));
        List<SessionEvent.Ended> claimed =
                claims.run(buckets.all(), () -> bothQueues(dueUntil(queues, now)), work, max).stream()
                        .map(SessionHash::ended)
                        .toList();
        pointers.dropAll(sessionsOf(claimed));
        return claimed;
    }

    private List<byte[]> keys(Function<Bucket, byte[]> key) {
        return buckets.all().stream().map(key).collect(Collectors.toList());
    }

    private List<Long> dueUntil(List<byte[]> queues, Instant latest) {
        return redis.countsUpTo(queues, latest.toEpochMilli());
    }

    /** Adds the second half of the numbers, one of each bucket, to the first. */
    private List<Long> bothQueues(List<Long> due) {
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            sums.add(due.get(i) + due.get(buckets.count() + i));
        }
        return sums;
    }

    @Override
    public void forget(List<UUID> ids) {
        Map<Bucket, List<byte[]>> byBucket = ids.stream()
                .collect(Collectors.groupingBy(
                        buckets::of, Collectors.mapping(id -> buckets.of(id).session(id), Collectors.toList())));
        List<ScriptCall> calls = new ArrayList<>();
        byBucket.forEach((bucket, sessions) -> calls.add(ScriptCall.on(bucket, Script.FORGET, sessions, List.of())));
        redis.runAll(calls);
    }

    /** Does nothing: the client is closed by whoever made it. */
    @Override
    public void close() {}

    private static List<Session> sessionsOf(List<? extends SessionEvent> events) {
        return events.stream().map(SessionEvent::session).toList();
    }
}
