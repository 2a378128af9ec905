// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import io.aetherflow.quantum.internal.wire.WireWriter;
import java.util.Arrays;

/**
 * Writes messages into a stream, each as length {@code v} and bytes (PROTOCOL.md section 2). It takes one message at a time and
 * goes on with it as the stream gets room, so that a message may be larger than the stream's buffer.
 */
public final class MessageWriter {
    private static final byte[] NONE = {};

    private final Stream stream;
    private final byte[] prefix = new byte[8];
    private final WireWriter prefixWriter = new WireWriter();
    private int prefixFrom;
    private int prefixEnd;
    private byte[] message = NONE;
    private int from;
    private int end;

    /** Makes a writer that is the only one to write to a stream. */
    public MessageWriter(Stream stream) {
        this.stream = stream;
    }

    /**
     * Takes a message unless one is still being written. The bytes must not change until {@link #flush} answers true or
     * {@link #keepRest} was called.
     *
     * @return whether it was taken
     */
    public boolean offer(byte[] source, int sourceFrom, int length) {
        if (!flush()) {
            return false;
        }
        prefixWriter.wrap(prefix, 0, prefix.length).varint(length);
        prefixFrom = 0;
        prefixEnd = prefixWriter.position();
        message = source;
        from = sourceFrom;
        end = sourceFrom + length;
        flush();
        return true;
    }

    /**
     * Writes what has room of the message that was taken; to be called when the stream is writable.
     *
     * @return whether all of it is written
     */
    public boolean flush() {
        prefixFrom += Math.max(0, write(prefix, prefixFrom, prefixEnd));
        if (prefixFrom == prefixEnd) {
            from += Math.max(0, write(message, from, end));
        }
        if (prefixFrom < prefixEnd || from < end) {
            return false;
        }
        message = NONE;
        from = 0;
        end = 0;
        return true;
    }

    /** Goes on with a copy of what is not written yet: the array that was offered may change now. */
    public void keepRest() {
        if (from < end) {
            message = Arrays.copyOfRange(message, from, end);
            end -= from;
            from = 0;
        }
    }

    private int write(byte[] source, int sourceFrom, int sourceEnd) {
        return sourceFrom == sourceEnd ? 0 : stream.write(source, sourceFrom, sourceEnd - sourceFrom);
    }
}
