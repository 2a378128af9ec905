// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.time.Duration;

/** A call was not done within the time that it was given. It has changed nothing, but for bytes that a write may have got rid of. */
public final class QuantumTimeoutException extends QuantumException {
    private static final long serialVersionUID = 1L;

    private final long bytesWritten;

    /**
     * Creates the exception.
     *
     * @param timeout the time that the call was given
     * @param bytesWritten how many bytes were written all the same, 0 for calls that write none
     */
    public QuantumTimeoutException(Duration timeout, long bytesWritten) {
        super("the call was not done within " + timeout
                + (bytesWritten == 0 ? "" : "; " + bytesWritten + " bytes were written"));
        this.bytesWritten = bytesWritten;
    }

    /**
     * Returns how many bytes were written before the time was over.
     *
     * @return 0 but for {@link QuantumStream#write(byte[], int, int, Duration)}
     */
    public long bytesWritten() {
        return bytesWritten;
    }
}
