// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import org.jspecify.annotations.Nullable;

/**
 * Says that the store could not do what it was asked. Where it happened during a write, the write may or may not have
 * been done: send the same operations again, with the same client sequence numbers, to find out.
 */
public final class StateStoreException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /**
     * Creates the exception of a store that is out of order, and may do the same later.
     *
     * @param message one sentence that names what failed
     * @param cause the failure below, or null where there is none
     */
    public StateStoreException(String message, @Nullable Throwable cause) {
        this(message, cause, true);
    }

    /**
     * Creates the exception.
     *
     * @param message one sentence that names what failed
     * @param cause the failure below, or null where there is none
     * @param retryable false if the store refuses the data itself
     */
    public StateStoreException(String message, @Nullable Throwable cause, boolean retryable) {
        super(message, cause);
        this.retryable = retryable;
    }

    /**
     * Tells whether the same may succeed later.
     *
     * @return true if the store was out of order, false if it refuses the data itself
     */
    public boolean isRetryable() {
        return retryable;
    }
}
