// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.core.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where sessions are kept: the port between {@link SessionManager} and memory, Redis, or whatever an application
 * brings.
 *
 * <p>Every method that changes a session is one atomic action: concurrent actions on one session happen one after the
 * other, each seeing all of the one before and doing all or nothing. No caller ever reads, decides and writes back. An
 * action touches the sessions of one user only, so a store may keep each user's sessions together (one Redis hash slot)
 * and needs no transaction across users; where a method says so, a group of sessions is handled one user after the
 * other. The one thing that crosses users is the pointer from a connection to its session: see
 * {@link #findByConnection}.
 *
 * <p>A session is <em>live</em> until it is ended or its {@link Session#expiresAt} is reached ({@code expiresAt <=
 * now}). Nothing but {@link #claimEnded} and {@link #forget} ever sees sessions that are not live, and nothing brings
 * one back. Ending ({@link #delete}, {@link #endAll}, eviction in {@link #create}, or {@link #claimEnded} on an expired
 * session) is final at once. What remains is a record of the end, which is kept until {@link #forget}, so that the end
 * is announced even if the process that caused it dies: after its lease, {@link #claimEnded} hands it out again.
 *
 * <p>Time is an argument, in whole milliseconds; a store reads no clock. A time that lies before one it was given
 * earlier (a second server's clock) does no harm: {@code lastActiveAt} and {@code expiresAt} never go back. A
 * {@code leaseUntil} lies after the {@code now} beside it. Implementations are safe for use by several threads; all of
 * them pass the same contract test. Each method may throw {@link SessionStoreException} when the store cannot be
 * reached.
 */
public interface SessionStore extends AutoCloseable {
    /**
     * Turns a fresh id into one that suits the store, which may need to find a session's place from its id alone. It
     * may replace random bits of the candidate but keeps its time and counter, and thus the order of ids. Pure.
     *
     * @param candidate a fresh UUID version 7
     * @param userId whose session it will be
     * @return the id to use; the candidate itself by default
     */
    default UUID idFor(UUID candidate, String userId) {
        return candidate;
    }

    /**
     * Stores a new session with its indexes and its connections' pointers, if the user's limit allows it. Atomic over
     * all sessions of the user: the limit is never exceeded, and eviction and creation happen together or not at all.
     *
     * @param session the session, live at its {@code createdAt}, which is taken as now
     * @param token the hash of its token
     * @param limit how many live sessions the user may have, the new one included
     * @param leaseUntil until when the ends of evicted sessions are leased to the caller
     * @return the stored session, and those that were ended for it
     * @throws SessionLimitException if the user, or the store, is full
     * @throws InvalidSessionException if the id is taken
     */
    SessionCreation create(Session session, TokenHash token, UserLimit limit, Instant leaseUntil);

    /**
     * Reads a live session. Atomic: the snapshot is of one moment.
     *
     * @param id the session
     * @param now the time
     * @return the session, or empty if there is no live one
     */
    Optional<Session> find(UUID id, Instant now);

    /**
     * Reads the live session that holds a connection. The session that added the connection last holds it, and it
     * alone; a session that had it before still lists it but is not found by it. A pointer is believed only if the
     * session it names is live and lists the connection, so one that is left over does no harm.
     *
     * @param connectionId the connection
     * @param now the time
     * @return the session, or empty if no live one holds the connection
     */
    Optional<Session> findByConnection(UUID connectionId, Instant now);

    /**
     * Records a sign of life: {@code lastActiveAt} becomes now; unless the session is disconnecting, it becomes
     * {@link SessionState#afterHeartbeat active} and {@code expiresAt} moves to {@code now + timeout}, at most to
     * {@code lifetimeEndsAt}. Neither time ever goes back. Atomic; constant time in memory.
     *
     * @param id the session
     * @param now the time
     * @return the session afterwards, and its state before
     * @throws SessionNotFoundException if there is no live one
     */
    SessionEvent.Updated heartbeat(UUID id, Instant now);

    /**
     * Changes the fields that the update names, and the indexes with them. Atomic: revision, transition and limits are
     * checked first, in this order, and nothing is changed if one fails. Each added connection is pointed here, even
     * one the session already lists.
     *
     * @param id the session
     * @param update the change
     * @param limits bounds for the connections and metadata that the session has afterwards, checked where the update
     *     adds some
     * @param now the time
     * @return the session afterwards, and its state before
     * @throws SessionNotFoundException if there is no live one
     * @throws SessionRevisionException if it is not at the expected revision
     * @throws IllegalSessionTransitionException if the new state may not follow the present one; the same state may
     * @throws InvalidSessionException if the result would be beyond the limits
     */
    SessionEvent.Updated update(UUID id, SessionUpdate update, SessionLimits limits, Instant now);

    /**
     * Ends a live session. Atomic and final.
     *
     * @param id the session
     * @param reason why, kept with the end
     * @param now the time
     * @param leaseUntil until when the end is leased to the caller
     * @return the end, to be announced and then {@link #forget forgotten}
     * @throws SessionNotFoundException if there is no live one
     */
    SessionEvent.Deleted delete(UUID id, String reason, Instant now, Instant leaseUntil);

    /**
     * Ends the live sessions that pass the query's filters, at most a page of them. Atomic per user; no session is
     * ended unless it passes at that moment.
     *
     * @param query the filters and the page size; the cursor is not used
     * @param reason why, kept with the ends
     * @param now the time
     * @param leaseUntil until when the ends are leased to the caller
     * @return the ends, fewer than the page size only if no session is left that was there when the call began
     */
    List<SessionEvent.Deleted> endAll(SessionQuery query, String reason, Instant now, Instant leaseUntil);

    /**
     * Reads what is needed to check a token. Atomic.
     *
     * @param id the session that the token names
     * @param now the time
     * @return the session and its hashes, or empty if there is no live one
     */
    Optional<SessionCredentials> credentials(UUID id, Instant now);

    /**
     * Replaces the token's hash. The present one is kept as the previous if it is to count on, and is gone otherwise,
     * so that no server with a slow clock accepts it; the one before it is gone in any case. Atomic.
     *
     * @param id the session
     * @param token the hash of the new token
     * @param previousValidUntil until when, exclusively, the present token still counts; not after now for not at all
     * @param now the time
     * @return the session, unchanged
     * @throws SessionNotFoundException if there is no live one
     */
    Session rotate(UUID id, TokenHash token, Instant previousValidUntil, Instant now);

    /**
     * Reads a page of live sessions, see {@link SessionQuery} for the order. Each session is read atomically, the page
     * as a whole is not of one moment. Costs of the order of the page; the total, if asked for, may cost more: that of
     * several filters together may walk all that pass one of them.
     *
     * @param query filters, page size and cursor
     * @param now the time
     * @return the page, with the number of all live sessions that pass if the query asks for it
     * @throws InvalidSessionException if the cursor is not one of this store's
     */
    Page<Session> list(SessionQuery query, Instant now);

    /**
     * Counts the live sessions, without walking them. Exact while nothing changes.
     *
     * @param now the time
     * @return the number of live sessions in each state
     */
    SessionCounts count(Instant now);

    /**
     * Makes live active sessions idle whose last heartbeat is long ago. Longest ago first among the sessions that the
     * store keeps together, which are those of one user at least; if there are several such groups, they take turns, so
     * that none waits for ever. Atomic per session.
     *
     * @param inactiveSince the latest {@code lastActiveAt} that counts as long ago
     * @param max how many at most
     * @param now the time
     * @return the sessions afterwards, fewer than {@code max} only if no more were due
     */
    List<Session> markIdle(Instant inactiveSince, int max, Instant now);

    /**
     * Claims ends to be announced: ends sessions that have expired, and takes over ends whose lease is over. In the
     * order of {@link #markIdle}: due longest first. Atomic per session; two callers never claim the same end within
     * its lease.
     *
     * @param now the time
     * @param leaseUntil until when the ends are leased to the caller
     * @param max how many at most
     * @return the ends, to be announced and then {@link #forget forgotten}; fewer than {@code max} only if no more were
     *     due
     */
    List<SessionEvent.Ended> claimEnded(Instant now, Instant leaseUntil, int max);

    /**
     * Drops the records of ends that have been announced, and with them the last traces of the sessions. Ids of live or
     * unknown sessions are passed over. Atomic per session.
     *
     * @param ids the ended sessions
     */
    void forget(List<UUID> ids);

    /** Lets go of connections and threads, if the store has any. Whoever made the store closes it. */
    @Override
    void close();
}
