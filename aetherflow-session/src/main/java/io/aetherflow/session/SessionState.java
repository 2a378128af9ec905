// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.Map;
import java.util.Set;

/**
 * Where a session stands in its life. This type holds the one transition table:
 *
 * <pre>
 * CONNECTING -&gt; ACTIVE &lt;-&gt; IDLE
 *      \           |        |
 *       +--------&gt; DISCONNECTING -&gt; CLOSED
 * </pre>
 *
 * Whatever ends a session (delete, eviction, expiry) takes it through {@link #DISCONNECTING} to {@link #CLOSED} in one
 * step.
 */
public enum SessionState {
    /** Created, and not heard of since. */
    CONNECTING,
    /** Heard of within the idle time. */
    ACTIVE,
    /** Not heard of for the idle time; the next heartbeat makes it active again. */
    IDLE,
    /** On its way out: heartbeats no longer extend it and no longer change its state. */
    DISCONNECTING,
    /** Ended, for good. Only events carry closed sessions. */
    CLOSED;

    private static final Map<SessionState, Set<SessionState>> SUCCESSORS = Map.of(
            CONNECTING, Set.of(ACTIVE, DISCONNECTING),
            ACTIVE, Set.of(IDLE, DISCONNECTING),
            IDLE, Set.of(ACTIVE, DISCONNECTING),
            DISCONNECTING, Set.of(CLOSED),
            CLOSED, Set.of());

    /**
     * Returns the states that may follow this one directly.
     *
     * @return an immutable set, empty for {@link #CLOSED}; never holds this state itself
     */
    public Set<SessionState> successors() {
        return SUCCESSORS.getOrDefault(this, Set.of());
    }

    /**
     * Takes one step through the table.
     *
     * @param next the state to enter
     * @return {@code next}
     * @throws IllegalSessionTransitionException if the table has no such step
     */
    public SessionState become(SessionState next) {
        if (!successors().contains(next)) {
            throw new IllegalSessionTransitionException(this, next);
        }
        return next;
    }

    /**
     * Returns the state after a heartbeat: active, except that a session on its way out stays there.
     *
     * @return {@link #DISCONNECTING} and {@link #CLOSED} for themselves, else {@link #ACTIVE}
     */
    public SessionState afterHeartbeat() {
        return this == ACTIVE || successors().contains(ACTIVE) ? ACTIVE : this;
    }
}
