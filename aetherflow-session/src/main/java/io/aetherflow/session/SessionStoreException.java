// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import org.jspecify.annotations.Nullable;

/**
 * The store could not be asked: it is down, slow beyond its timeout, or answers nonsense. Whether the action took place
 * is unknown; reading again tells.
 */
public final class SessionStoreException extends SessionException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was tried, where
     * @param cause the failure below, or null where there is none
     */
    public SessionStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
