// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

/** One direction of a stream was given up. */
public final class StreamResetException extends QuantumException {
    private static final long serialVersionUID = 1L;

    private final long streamId;
    private final long code;

    /**
     * Creates the exception.
     *
     * @param streamId the stream
     * @param code the code that the peer gave, or this end's
     */
    public StreamResetException(long streamId, long code) {
        super("stream " + streamId + " was given up with code " + code);
        this.streamId = streamId;
        this.code = code;
    }

    /**
     * Returns the stream.
     *
     * @return the stream
     */
    public long streamId() {
        return streamId;
    }

    /**
     * Returns why.
     *
     * @return the code that came with it
     */
    public long code() {
        return code;
    }
}
