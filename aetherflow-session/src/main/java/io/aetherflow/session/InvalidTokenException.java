// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token opens no session. One message covers a wrong secret, a rotated token, and a session that is unknown, expired
 * or ended, so that it tells a stranger nothing about sessions. It never contains the secret.
 */
public final class InvalidTokenException extends SessionException {
    private static final long serialVersionUID = 1L;

    private final @Nullable UUID sessionId;

    InvalidTokenException(String message, Optional<UUID> sessionId) {
        super(message);
        this.sessionId = sessionId.orElse(null);
    }

    /**
     * Returns the session that the token claimed to be for.
     *
     * @return the id in the token, or empty where the token was malformed
     */
    public Optional<UUID> sessionId() {
        return Optional.ofNullable(sessionId);
    }
}
