// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import io.aetherflow.core.AetherFlowException;
import org.jspecify.annotations.Nullable;

/** Root of what this module throws. */
public abstract class QuantumException extends AetherFlowException {
    private static final long serialVersionUID = 1L;

    QuantumException(String message) {
        super(message);
    }

    QuantumException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
