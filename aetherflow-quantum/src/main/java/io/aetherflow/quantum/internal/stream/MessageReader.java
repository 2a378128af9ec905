// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.wire.WireReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages out of a stream, each as length {@code v} and bytes (PROTOCOL.md section 2). It takes bytes from the stream only
 * when asked for a message, so that the stream's credit holds back a peer that sends faster than messages are wanted. A message may
 * be larger than the window; memory for it grows with what has arrived of it, not with what was announced.
 */
public final class MessageReader {
    /** Messages up to this size get their array at once. */
    private static final int FIRST_BYTES = 16 * 1024;

    private static final int UNKNOWN = -1;

    private final Stream stream;
    private final int maxMessage;
    private final byte[] prefix = new byte[8];
    private final WireReader prefixReader = new WireReader();
    private int prefixBytes;
    private int length = UNKNOWN;
    private byte @Nullable [] message;
    private int received;
    private ErrorCode error = ErrorCode.NO_ERROR;

    /**
     * Makes a reader that is the only one to read from a stream.
     *
     * @param maxMessage the largest message taken, in bytes
     */
    public MessageReader(Stream stream, int maxMessage) {
        this.stream = stream;
        this.maxMessage = maxMessage;
    }

    /** The next message that is there as a whole, or null; then {@link #error} says whether the peer went too far. */
    public byte @Nullable [] poll() {
        if (length == UNKNOWN && !readLength()) {
            return null;
        }
        byte[] target = message != null ? message : new byte[Math.min(length, FIRST_BYTES)];
        message = target;
        while (received < length) {
            if (received == target.length) {
                target = Arrays.copyOf(target, (int) Math.min(length, 2L * target.length));
                message = target;
            }
            int n = stream.read(target, received, target.length - received);
            if (n <= 0) {
                return null;
            }
            received += n;
        }
        length = UNKNOWN;
        message = null;
        received = 0;
        return target;
    }

    /** PROTOCOL_VIOLATION once the peer has announced a message that is too large; nothing more is read then. */
    public ErrorCode error() {
        return error;
    }

    private boolean readLength() {
        if (error != ErrorCode.NO_ERROR) {
            return false;
        }
        if (prefixBytes == 0 && !readPrefix(1)) {
            return false;
        }
        if (!readPrefix(1 << ((prefix[0] & 0xc0) >> 6))) {
            return false;
        }
        long value = prefixReader.wrap(prefix, 0, prefixBytes).varint();
        if (value > maxMessage) {
            error = ErrorCode.PROTOCOL_VIOLATION;
            return false;
        }
        prefixBytes = 0;
        length = (int) value;
        return true;
    }

    private boolean readPrefix(int bytes) {
        if (prefixBytes < bytes) {
            prefixBytes += Math.max(0, stream.read(prefix, prefixBytes, bytes - prefixBytes));
        }
        return prefixBytes == bytes;
    }
}
