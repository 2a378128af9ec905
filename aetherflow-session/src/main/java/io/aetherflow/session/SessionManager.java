// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.core.Page;
import io.aetherflow.core.Registration;
import io.aetherflow.core.Uuid7;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of connected users: creates them, keeps them alive, finds them, and ends them.
 *
 * <p><b>Life.</b> A session is created {@link SessionState#CONNECTING}, becomes active with its first heartbeat and
 * idle when the sweep finds that none came for {@link SessionManagerConfig#idleAfter}. Each heartbeat moves its expiry
 * to now plus its timeout, but never beyond its greatest lifetime. It ends by expiry or by delete, for good: a late
 * heartbeat or update answers {@link SessionNotFoundException}. From the moment it expires nobody sees it, whether a
 * sweep has come by or not.
 *
 * <p><b>Sweep.</b> Nothing runs by itself. Call {@link #sweep()}, or have an executor of yours do it with
 * {@link #startSweeping}; on several servers with one store, any of them may, and all of them at once. Without sweeps
 * no session becomes idle, no expiry is announced, and expired sessions use up memory.
 *
 * <p><b>Events</b> are delivered by the manager whose call or sweep caused them, on that thread, after the store has
 * done the change. {@link SessionEvent.Ended Expired and Deleted} are delivered <em>at least once</em>: the store keeps
 * a record of the end until the listeners of one manager have returned; if that process dies or takes longer than
 * {@link SessionManagerConfig#eventLease}, the next sweep anywhere delivers it again. Listeners of other managers do
 * not hear it. Created, Updated and BecameIdle are delivered once, or not at all if the process dies between the change
 * and its delivery: they tell of a state which can be read again. Events of one session that stem from different
 * threads may come in any order, an end before the update it overtook; nothing follows an end but that. A listener that
 * throws counts as having heard the event.
 *
 * <p><b>Tokens.</b> {@link #create} and {@link #rotateToken} return a token, once; the store has its SHA-256 only, and
 * {@link #authenticate} compares in constant time.
 *
 * <p>Safe for use by several threads. Each method may throw {@link SessionStoreException} when the store cannot be
 * reached.
 */
public final class SessionManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionManager.class);

    private final SessionStore store;
    private final SessionManagerConfig config;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Uuid7 ids;
    private final SessionListeners listeners = new SessionListeners();
    private final SweepSchedules schedules = new SweepSchedules(this::sweepWhileDue);
    private final AtomicBoolean sweepFails = new AtomicBoolean();
    private volatile boolean closed;

    private SessionManager(Builder builder) {
        this.store = builder.store;
        this.config = builder.config;
        this.clock = builder.clock;
        this.random = builder.random;
        this.ids = new Uuid7(clock, random);
    }

    /**
     * Starts building a manager.
     *
     * @param store where its sessions are kept; stays the caller's to close
     * @return a builder with default settings, the system's clock and a new random generator
     */
    public static Builder builder(SessionStore store) {
        return new Builder(store);
    }

    /**
     * Creates a session, and its token.
     *
     * @param request what to create it from
     * @return the session, {@link SessionState#CONNECTING}, and the token for the client
     * @throws InvalidSessionException if the request is out of bounds
     * @throws SessionLimitException if the user has as many sessions as allowed and the policy is to reject, or the
     *     store is full
     */
    public IssuedSession create(NewSession request) {
        config.limits().check(request);
        Duration timeout = request.timeout().orElse(config.timeout());
        timeout = Checks.millis("timeout", timeout, Duration.ofMillis(1), config.maxLifetime());
        Instant now = now();
        Session draft = draft(request, timeout, now);
        SessionToken token = SessionToken.random(draft.id(), random);
        SessionCreation creation = store().create(draft, token.hash(), config.userLimit(), leaseFrom(now));
        announce(creation.evicted());
        listeners.publish(new SessionEvent.Created(creation.session()));
        return new IssuedSession(creation.session(), token);
    }

    private Session draft(NewSession request, Duration timeout, Instant now) {
        return new Session(
                store.idFor(ids.next(), request.userId()),
                request.userId(),
                request.connectionIds(),
                request.clientIp(),
                request.clientPort(),
                request.serverAddr().isEmpty() ? config.serverAddr() : request.serverAddr(),
                SessionState.CONNECTING,
                now,
                now,
                now.plus(timeout),
                now.plus(config.maxLifetime()),
                timeout,
                request.metadata(),
                SessionStats.NONE,
                1);
    }

    /**
     * Looks for a session.
     *
     * @param sessionId the session
     * @return the session, or empty if there is no live one of that id
     */
    public Optional<Session> find(UUID sessionId) {
        return store().find(sessionId, now());
    }

    /**
     * Returns a session.
     *
     * @param sessionId the session
     * @return the session
     * @throws SessionNotFoundException if there is no live one of that id
     */
    public Session get(UUID sessionId) {
        return find(sessionId).orElseThrow(() -> new SessionNotFoundException(sessionId));
    }

    /**
     * Looks for the session that holds a connection. A connection belongs to the session that named it last; one that
     * named it before still lists it but is not found by it.
     *
     * @param connectionId the connection
     * @return the session, or empty if no live one holds the connection
     */
    public Optional<Session> findByConnection(UUID connectionId) {
        return store().findByConnection(connectionId, now());
    }

    /**
     * Changes single fields of a session. No heartbeat is lost by it, and it extends nothing.
     *
     * @param sessionId the session
     * @param update the fields to change
     * @return the session afterwards
     * @throws SessionNotFoundException if there is no live one of that id
     * @throws SessionRevisionException if it is not at the revision that the update expects
     * @throws IllegalSessionTransitionException if the new state may not follow the present one
     * @throws InvalidSessionException if a value is out of bounds
     */
    public Session update(UUID sessionId, SessionUpdate update) {
        config.limits().check(update);
        SessionEvent.Updated updated = store().update(sessionId, update, config.limits(), now());
        listeners.publish(updated);
        return updated.session();
    }

    /**
     * Takes a sign of life of a session: moves its expiry and makes it active. One that is
     * {@link SessionState#DISCONNECTING} keeps its expiry and state.
     *
     * @param sessionId the session
     * @return the session afterwards, the server's time, and how long the session has without another heartbeat
     * @throws SessionNotFoundException if there is no live one of that id
     */
    public Heartbeat heartbeat(UUID sessionId) {
        Instant now = now();
        SessionEvent.Updated updated = store().heartbeat(sessionId, now);
        if (updated.session().state() != updated.previousState()) {
            listeners.publish(updated);
        }
        return new Heartbeat(updated.session(), now, updated.session().remaining(now));
    }

    /**
     * Ends a session, for good.
     *
     * @param sessionId the session
     * @param reason why, for the event; may be empty
     * @return the closed session
     * @throws SessionNotFoundException if there is no live one of that id, as after an earlier delete
     */
    public Session delete(UUID sessionId, String reason) {
        config.limits().checkReason(reason);
        Instant now = now();
        SessionEvent.Deleted deleted = store().delete(sessionId, reason, now, leaseFrom(now));
        announce(List.of(deleted));
        return deleted.session();
    }

    /**
     * Ends all sessions that a user has when this is called.
     *
     * @param userId the user
     * @param reason why, for the events; may be empty
     * @return how many were ended
     */
    public int endUser(String userId, String reason) {
        return endAll(SessionQuery.builder().userId(userId), reason);
    }

    /**
     * Ends all sessions that are at a server when this is called, as when it is drained or lost.
     *
     * @param serverAddr the server's address
     * @param reason why, for the events; may be empty
     * @return how many were ended
     */
    public int endServer(String serverAddr, String reason) {
        return endAll(SessionQuery.builder().serverAddr(serverAddr), reason);
    }

    private int endAll(SessionQuery.Builder filter, String reason) {
        config.limits().checkReason(reason);
        SessionQuery query = filter.pageSize(SessionQuery.MAX_PAGE_SIZE).build();
        int ended = 0;
        List<SessionEvent.Deleted> batch;
        do {
            Instant now = now();
            batch = store().endAll(query, reason, now, leaseFrom(now));
            announce(batch);
            ended += batch.size();
        } while (batch.size() == query.pageSize());
        return ended;
    }

    /**
     * Lists live sessions, a page at a time.
     *
     * @param query which ones, and which page
     * @return the page, with the number of all that the query is after
     * @throws InvalidSessionException if the cursor is not one of an earlier page
     */
    public Page<Session> list(SessionQuery query) {
        return store().list(query, now());
    }

    /**
     * Counts the live sessions.
     *
     * @return how many there are
     */
    public long count() {
        return stats().total();
    }

    /**
     * Counts the live sessions by state.
     *
     * @return how many there are in each state
     */
    public SessionCounts stats() {
        return store().count(now());
    }

    /**
     * Checks a token.
     *
     * @param token the text that {@link SessionToken#text} gave
     * @return the live session that it opens
     * @throws InvalidTokenException if it opens none, for whatever cause
     */
    public Session authenticate(String token) {
        SessionToken presented = SessionToken.parse(token);
        Instant now = now();
        return store().credentials(presented.sessionId(), now)
                .filter(credentials -> credentials.opensWith(presented, now))
                .map(SessionCredentials::session)
                .orElseThrow(
                        () -> new InvalidTokenException("token opens no session", Optional.of(presented.sessionId())));
    }

    /**
     * Gives a session a new token. Its id stays. The token before works on for {@link SessionManagerConfig#tokenGrace},
     * the one before that no longer.
     *
     * @param sessionId the session
     * @return the session and its new token
     * @throws SessionNotFoundException if there is no live one of that id
     */
    public IssuedSession rotateToken(UUID sessionId) {
        Instant now = now();
        SessionToken token = SessionToken.random(sessionId, random);
        Session session = store().rotate(sessionId, token.hash(), now.plus(config.tokenGrace()), now);
        return new IssuedSession(session, token);
    }

    /**
     * Registers a listener for the events that this manager causes.
     *
     * @param listener told of each event from now on
     * @return ends the registration
     */
    public Registration addListener(SessionListener listener) {
        return listeners.add(listener);
    }

    /**
     * Sweeps once, at most {@link SessionManagerConfig#sweepBatch} sessions of each kind: announces and removes what
     * has expired, longest ago first, and makes idle what has been silent.
     *
     * @return what was done; a full batch means that more may be due
     */
    public SweepResult sweep() {
        Instant now = now();
        List<SessionEvent.Ended> ended = store().claimEnded(now, leaseFrom(now), config.sweepBatch());
        announce(ended);
        List<Session> idled = store.markIdle(now.minus(config.idleAfter()), config.sweepBatch(), now);
        idled.forEach(session -> listeners.publish(new SessionEvent.BecameIdle(session)));
        return new SweepResult(idled.size(), ended.size());
    }

    /**
     * Has an executor sweep every {@link SessionManagerConfig#sweepInterval}, each time until nothing is due. A sweep
     * that fails is tried again by the next one; the first failure is logged, and then the recovery.
     *
     * @param executor runs the sweeps; stays the caller's to shut down
     * @return ends the sweeping, as closing this manager does
     */
    public Registration startSweeping(ScheduledExecutorService executor) {
        store();
        return schedules.start(executor, config.sweepInterval());
    }

    private void sweepWhileDue() {
        try {
            SweepResult result;
            do {
                result = sweep();
            } while (!closed && Math.max(result.idled(), result.ended()) == config.sweepBatch());
            if (sweepFails.getAndSet(false)) {
                LOG.info("session sweep works again");
            }
        } catch (RuntimeException e) {
            if (!sweepFails.getAndSet(true)) {
                LOG.atWarn().setCause(e).log("session sweep failed, the next one tries again");
            }
        }
    }

    /** Stops sweeping and lets go of the listeners. The sessions live on in the store, which is not closed. */
    @Override
    public void close() {
        closed = true;
        schedules.close();
        listeners.clear();
    }

    private void announce(List<? extends SessionEvent.Ended> ended) {
        if (ended.isEmpty()) {
            return;
        }
        ended.forEach(listeners::publish);
        try {
            store.forget(ended.stream().map(event -> event.session().id()).toList());
        } catch (SessionStoreException e) {
            LOG.atWarn().setCause(e).log("announced ends were not recorded, a later sweep announces them again");
        }
    }

    private SessionStore store() {
        if (closed) {
            throw new IllegalStateException("session manager is closed");
        }
        return store;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private Instant leaseFrom(Instant now) {
        return now.plus(config.eventLease());
    }

    /** Builds a {@link SessionManager}. For use by one thread. */
    public static final class Builder {
        private final SessionStore store;
        private SessionManagerConfig config = SessionManagerConfig.builder().build();
        private InstantSource clock = Clock.systemUTC();
        private SecureRandom random = new SecureRandom();

        private Builder(SessionStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * Sets the settings.
         *
         * @param settings the settings
         * @return this builder
         */
        public Builder config(SessionManagerConfig settings) {
            config = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Sets the clock.
         *
         * @param source tells the time; the system's clock by default
         * @return this builder
         */
        public Builder clock(InstantSource source) {
            clock = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Sets the source of tokens and ids.
         *
         * @param generator a generator fit for secrets; a new one of the platform's by default
         * @return this builder
         */
        public Builder random(SecureRandom generator) {
            random = Objects.requireNonNull(generator, "generator");
            return this;
        }

        /**
         * Builds the manager.
         *
         * @return an open manager
         */
        public SessionManager build() {
            return new SessionManager(this);
        }
    }
}
