// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

/** Why the protocol itself closes a connection: the codes of CLOSE, PROTOCOL.md section 3, after RFC 9000 section 20.1. */
public enum ErrorCode {
    /** Nothing went wrong. */
    NO_ERROR(0x0),
    /** A fault of the end that closes. */
    INTERNAL_ERROR(0x1),
    /** The server does not take the connection. */
    CONNECTION_REFUSED(0x2),
    /** More data than was allowed. */
    FLOW_CONTROL_ERROR(0x3),
    /** More streams than were allowed. */
    STREAM_LIMIT_ERROR(0x4),
    /** A frame for a stream that is in no state for it. */
    STREAM_STATE_ERROR(0x5),
    /** Data beyond a stream's end, or an end that changed. */
    FINAL_SIZE_ERROR(0x6),
    /** A frame that cannot be read. */
    FRAME_ERROR(0x7),
    /** Parameters that are missing, malformed or out of range. */
    PARAMETER_ERROR(0x8),
    /** More connection ids than were allowed. */
    CONNECTION_ID_LIMIT_ERROR(0x9),
    /** Anything else that the protocol forbids. */
    PROTOCOL_VIOLATION(0xa),
    /** More handshake bytes out of order than are buffered. */
    CRYPTO_BUFFER_EXCEEDED(0xb),
    /** A key update that was not allowed. */
    KEY_UPDATE_ERROR(0xc),
    /** A key was used as often as is safe. */
    AEAD_LIMIT_REACHED(0xd),
    /** TLS failed; the text says why. */
    HANDSHAKE_FAILED(0x100);

    private final int value;

    ErrorCode(int value) {
        this.value = value;
    }

    /**
     * Returns the code on the wire.
     *
     * @return the code on the wire
     */
    public int value() {
        return value;
    }
}
