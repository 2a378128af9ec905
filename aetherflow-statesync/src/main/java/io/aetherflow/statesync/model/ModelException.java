// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import io.aetherflow.core.AetherFlowException;

/** Says that bytes are no valid operation or content of a model, or that an operation does not fit the content. */
public final class ModelException extends AetherFlowException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the part of the data, its value and what is allowed
     */
    public ModelException(String message) {
        super(message);
    }
}
