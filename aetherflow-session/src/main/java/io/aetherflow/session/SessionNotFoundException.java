// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.UUID;

/** There is no such session: it never was, or it has ended. */
public sealed class SessionNotFoundException extends SessionException permits SessionExpiredException {
    private static final long serialVersionUID = 1L;

    private final UUID sessionId;

    /**
     * Creates the exception.
     *
     * @param sessionId the id that was asked for
     */
    public SessionNotFoundException(UUID sessionId) {
        this("session " + sessionId + " not found", sessionId);
    }

    SessionNotFoundException(String message, UUID sessionId) {
        super(message);
        this.sessionId = sessionId;
    }

    /**
     * Returns which session is missing.
     *
     * @return the id that was asked for
     */
    public UUID sessionId() {
        return sessionId;
    }
}
