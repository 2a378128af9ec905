// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

/**
 * Something that happened to a session. See {@link SessionManager} for which events are delivered how often.
 */
public sealed interface SessionEvent {
    /**
     * Returns the session as it was right after the event.
     *
     * @return a snapshot; {@link SessionState#CLOSED} in an {@link Ended} event
     */
    Session session();

    /**
     * A session was created.
     *
     * @param session the new session
     */
    record Created(Session session) implements SessionEvent {}

    /**
     * A session was updated, or a heartbeat changed its state.
     *
     * @param session the session afterwards
     * @param previousState its state before, often the same
     */
    record Updated(Session session, SessionState previousState) implements SessionEvent {}

    /**
     * The sweep found a session without a heartbeat for the idle time.
     *
     * @param session the session, now {@link SessionState#IDLE}
     */
    record BecameIdle(Session session) implements SessionEvent {}

    /** The last event of a session. */
    sealed interface Ended extends SessionEvent {}

    /**
     * A session ended by itself: no heartbeat came in time, or its lifetime was over.
     *
     * @param session the closed session
     */
    record Expired(Session session) implements Ended {}

    /**
     * A session was ended by somebody.
     *
     * @param session the closed session
     * @param reason why, in the words of whoever ended it; {@value #EVICTED} where a newer session took its place
     */
    record Deleted(Session session, String reason) implements Ended {
        /** The reason given for sessions that {@link SessionLimitPolicy#EVICT_OLDEST} ends. */
        public static final String EVICTED = "evicted by a newer session of the user";
    }
}
