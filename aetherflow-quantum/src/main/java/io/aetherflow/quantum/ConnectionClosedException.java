// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

/** The connection is over, or could not be made. */
public final class ConnectionClosedException extends QuantumException {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason reason;

    /**
     * Creates the exception.
     *
     * @param reason why the connection is over
     */
    public ConnectionClosedException(CloseReason reason) {
        super(reason.describe());
        this.reason = reason;
    }

    /**
     * Returns why the connection is over.
     *
     * @return the reason
     */
    public CloseReason reason() {
        return reason;
    }
}
