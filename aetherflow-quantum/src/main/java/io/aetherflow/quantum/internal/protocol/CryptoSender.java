// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Handshake bytes on their way to the peer in CRYPTO frames of one packet number space. They are few, and kept until every frame has arrived
 * or the space ends.
 */
final class CryptoSender {
    private record Range(long offset, int length) {}

    private static final byte[] NOTHING = new byte[0];

    private final Deque<Range> lost = new ArrayDeque<>(1);
    private byte[] bytes = NOTHING;
    private long start;
    private long next;
    private long frameOffset;
    private int frameLength;
    /** Frames that were sent and have not arrived, those that were lost and sent again included. */
    private int missing;

    /** Where its first byte stands in the stream of all handshake bytes. Before the first {@link #add}. */
    void startAt(long offset) {
        start = offset;
        next = offset;
    }

    void add(byte[] more) {
        int length = bytes.length;
        bytes = Arrays.copyOf(bytes, length + more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
    }

    /** Where the stream of handshake bytes ends. */
    long end() {
        return start + bytes.length;
    }

    boolean hasData() {
        return !lost.isEmpty() || next < end();
    }

    /** Where the next frame begins. */
    long nextOffset() {
        return lost.isEmpty() ? next : lost.element().offset();
    }

    /** Makes the next frame of what is lost, or else new. */
    void pull(int maxBytes) {
        missing++;
        if (lost.isEmpty()) {
            frameOffset = next;
            frameLength = (int) Math.min(maxBytes, end() - next);
            next += frameLength;
            return;
        }
        Range range = lost.remove();
        frameOffset = range.offset;
        frameLength = Math.min(maxBytes, range.length);
        if (frameLength < range.length) {
            lost.addFirst(new Range(range.offset + frameLength, range.length - frameLength));
        }
    }

    long frameOffset() {
        return frameOffset;
    }

    int frameLength() {
        return frameLength;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the frame's data stands in {@link #bytes}. */
    int frameIndex() {
        return (int) (frameOffset - start);
    }

    /** A frame has arrived. */
    void acked() {
        missing--;
        if (missing == 0 && !hasData()) {
            release();
        }
    }

    /** Lets go of the bytes: nothing of them is sent again. */
    void release() {
        start = end();
        next = start;
        bytes = NOTHING;
        lost.clear();
    }

    void lost(long offset, int length) {
        lost.add(new Range(offset, length));
    }
}
