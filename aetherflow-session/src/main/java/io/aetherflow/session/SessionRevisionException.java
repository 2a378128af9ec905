// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.UUID;

/** An update expected another revision than the session has: somebody else has edited it since it was read. */
public final class SessionRevisionException extends SessionException {
    private static final long serialVersionUID = 1L;

    private final UUID sessionId;
    private final long expected;
    private final long actual;

    /**
     * Creates the exception.
     *
     * @param sessionId the session that was not updated
     * @param expected the revision that the update expected
     * @param actual the revision that the session has
     */
    public SessionRevisionException(UUID sessionId, long expected, long actual) {
        super("session " + sessionId + " is at revision " + actual + ", expected was " + expected);
        this.sessionId = sessionId;
        this.expected = expected;
        this.actual = actual;
    }

    /**
     * Returns which session was not updated.
     *
     * @return its id
     */
    public UUID sessionId() {
        return sessionId;
    }

    /**
     * Returns the revision that the update expected.
     *
     * @return {@link SessionUpdate#expectedRevision}
     */
    public long expected() {
        return expected;
    }

    /**
     * Returns the revision that the session has.
     *
     * @return {@link Session#revision}
     */
    public long actual() {
        return actual;
    }
}
