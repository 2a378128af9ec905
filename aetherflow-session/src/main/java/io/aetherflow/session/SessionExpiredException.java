// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Instant;
import java.util.UUID;

/**
 * The session has expired, and the store still remembers when. Once the sweep has removed it, the same call answers
 * {@link SessionNotFoundException}, of which this is a special case.
 */
public final class SessionExpiredException extends SessionNotFoundException {
    private static final long serialVersionUID = 1L;

    private final Instant expiredAt;

    /**
     * Creates the exception.
     *
     * @param sessionId the expired session
     * @param expiredAt when it expired
     */
    public SessionExpiredException(UUID sessionId, Instant expiredAt) {
        super("session " + sessionId + " expired at " + expiredAt, sessionId);
        this.expiredAt = expiredAt;
    }

    /**
     * Returns when the session expired.
     *
     * @return its last {@link Session#expiresAt}
     */
    public Instant expiredAt() {
        return expiredAt;
    }
}
