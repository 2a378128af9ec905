// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.core;

import org.jspecify.annotations.Nullable;

/**
 * Root of every exception that AetherFlow throws on purpose. All are unchecked; each module has a small tree below
 * this type whose leaves carry the thing that failed.
 */
public abstract class AetherFlowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message one sentence that names the field or thing, the value and what is allowed
     */
    protected AetherFlowException(String message) {
        super(message);
    }

    /**
     * Creates an exception that wraps another failure.
     *
     * @param message one sentence that names the thing that failed
     * @param cause the failure below, or null where there is none
     */
    protected AetherFlowException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
