// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.core.AetherFlowException;
import org.jspecify.annotations.Nullable;

/** Root of what the session module throws on purpose. */
public abstract sealed class SessionException extends AetherFlowException
        permits SessionNotFoundException,
                SessionRevisionException,
                SessionLimitException,
                IllegalSessionTransitionException,
                InvalidTokenException,
                InvalidSessionException,
                SessionStoreException {
    private static final long serialVersionUID = 1L;

    SessionException(String message) {
        super(message);
    }

    SessionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
