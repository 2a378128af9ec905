// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import org.jspecify.annotations.Nullable;

/**
 * Says that the store could not do what it was asked. Where it happened during a write, the write may or may not have
 * been done: send the same operations again, with the same client sequence numbers, to find out.
 */
public final class StateStoreException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message one sentence that names what failed
     * @param cause the failure below, or null where there is none
     */
    public StateStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
