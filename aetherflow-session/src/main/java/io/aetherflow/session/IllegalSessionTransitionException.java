// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

/** A change of state that the table in {@link SessionState} does not have. */
public final class IllegalSessionTransitionException extends SessionException {
    private static final long serialVersionUID = 1L;

    private final SessionState from;
    private final SessionState to;

    /**
     * Creates the exception.
     *
     * @param from the state that the session has
     * @param to the state that was asked for
     */
    public IllegalSessionTransitionException(SessionState from, SessionState to) {
        super("session cannot go from " + from + " to " + to + ", allowed is "
                + from.successors().stream().sorted().toList());
        this.from = from;
        this.to = to;
    }

    /**
     * Returns where the session stands.
     *
     * @return its state, unchanged
     */
    public SessionState from() {
        return from;
    }

    /**
     * Returns where it was to go.
     *
     * @return the refused state
     */
    public SessionState to() {
        return to;
    }
}
