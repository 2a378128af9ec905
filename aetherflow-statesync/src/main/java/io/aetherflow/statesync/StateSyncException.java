// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.AetherFlowException;
import org.jspecify.annotations.Nullable;

/** Root of what state synchronisation throws on purpose; the leaves carry the thing that failed. */
public abstract class StateSyncException extends AetherFlowException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message one sentence that names the thing that failed
     */
    protected StateSyncException(String message) {
        super(message);
    }

    /**
     * Creates an exception that wraps another failure.
     *
     * @param message one sentence that names the thing that failed
     * @param cause the failure below, or null where there is none
     */
    protected StateSyncException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
