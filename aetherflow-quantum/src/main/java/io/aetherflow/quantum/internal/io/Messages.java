// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.stream.MessageReader;
import io.aetherflow.quantum.internal.stream.MessageWriter;
import io.aetherflow.quantum.internal.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The messages of a connection. Besides the stream's buffer it holds at most the rest of one message. Under the endpoint's lock. */
final class Messages {
    private final MessageReader reader;
    private final MessageWriter writer;
    private final int maxBytes;
    private @Nullable Signal writable;
    private boolean refused;

    Messages(Stream stream, int maxBytes) {
        stream.priority(StreamPriority.LATENCY);
        this.reader = new MessageReader(stream, maxBytes);
        this.writer = new MessageWriter(stream);
        this.maxBytes = maxBytes;
    }

    /** Throws if a message is longer than this end would take. */
    void requireFits(byte[] message) {
        if (message.length > maxBytes) {
            throw new IllegalArgumentException(
                    "message has " + message.length + " bytes, allowed are at most " + maxBytes);
        }
    }

    /** Takes a message, which may be changed afterwards; false while the one before still waits for room. */
    boolean offer(byte[] message) {
        boolean taken = writer.offer(message, 0, message.length);
        if (taken) {
            writer.keepRest();
        }
        refused |= !taken;
        return taken;
    }

    void onWritable(Signal signal) {
        writable = signal;
    }

    /** Writes what has room by now; the listener to tell if a message was refused and one would be taken now. */
    @Nullable
    Signal flush() {
        if (!writer.flush() || !refused) {
            return null;
        }
        refused = false;
        return writable;
    }

    /** Whether somebody waits to send a message. */
    boolean isAwaited() {
        return refused;
    }

    /** Whether all that was taken is written to the stream. */
    boolean areWritten() {
        return writer.flush();
    }

    byte @Nullable [] poll() {
        return reader.poll();
    }

    /** What the peer has broken, or null. */
    @Nullable
    String violation() {
        return reader.error() != ErrorCode.NO_ERROR
                ? "message is longer than the " + maxBytes + " bytes allowed"
                : null;
    }
}
