// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import io.aetherflow.quantum.ErrorCode;

/**
 * The receiving part of a stream (RFC 9000 section 3.2): puts frames back in order within a window, and watches over the credit and
 * the final size (sections 4.1 and 4.5). An empty frame without an end counts nothing, wherever it is, but must lie within the
 * limits; an empty frame with an end uses the credit up to it.
 */
final class ReceiveStream {
    /** Holes that the peer may leave in a stream, however small the window. */
    static final int MIN_GAPS = 256;
    /** Above that, one more for this many bytes of the window. */
    static final int BYTES_PER_GAP = 1024;

    private static final long UNKNOWN = -1;

    private final ConnectionFlowControl flow;
    private final ChunkBuffer buffer;
    private final ReceiveWindow window;
    /** What arrived beyond {@link #contiguous}. */
    private final RangeSet ahead = new RangeSet();

    private long readOffset;
    /** Everything below has arrived. */
    private long contiguous;

    private long highest;
    private long finalSize = UNKNOWN;
    private boolean news;
    private boolean reset;
    private long resetCode;
    private boolean stopped;
    private boolean stopDue;
    private long stopCode;

    ReceiveStream(ConnectionFlowControl flow, ChunkPool pool, ReceiveWindow window) {
        this.flow = flow;
        this.buffer = new ChunkBuffer(pool);
        this.window = window;
    }

    static long maxGaps(long window) {
        return Math.max(MIN_GAPS, window / BYTES_PER_GAP);
    }

    /** Takes the data of a frame; NO_ERROR, or why the connection must be closed. */
    ErrorCode onData(long offset, byte[] data, int from, int length, boolean fin) {
        long end = offset + length;
        ErrorCode error = takeEnd(end, fin, length > 0);
        if (error != ErrorCode.NO_ERROR || discards()) {
            return error;
        }
        long low = Math.max(offset, contiguous);
        if (low >= end) {
            return ErrorCode.NO_ERROR;
        }
        buffer.put(low, data, from + (int) (low - offset), (int) (end - low));
        if (low == contiguous) {
            contiguous = ahead.absorb(end);
            news = true;
            return ErrorCode.NO_ERROR;
        }
        ahead.add(low, end);
        return ahead.size() > maxGaps(window.size()) ? ErrorCode.PROTOCOL_VIOLATION : ErrorCode.NO_ERROR;
    }

    /** Takes a reset; NO_ERROR, or why the connection must be closed. Ignored when all data and the end are there already. */
    ErrorCode onReset(long code, long size) {
        boolean complete = contiguous == finalSize;
        ErrorCode error = takeEnd(size, true, true);
        if (error == ErrorCode.NO_ERROR && !complete && !discards()) {
            reset = true;
            news = true;
            resetCode = code;
            discard();
        }
        return error;
    }

    /** Checks where data or the stream ends, and charges what is new. */
    private ErrorCode takeEnd(long end, boolean fin, boolean counts) {
        boolean endMoves = finalSize != UNKNOWN && (fin ? end != finalSize : end > finalSize);
        if (endMoves || (fin && end < highest)) {
            return ErrorCode.FINAL_SIZE_ERROR;
        }
        if (end > window.limit()) {
            return ErrorCode.FLOW_CONTROL_ERROR;
        }
        long growth = counts || fin ? Math.max(0, end - highest) : 0;
        if (!flow.receive(growth)) {
            return ErrorCode.FLOW_CONTROL_ERROR;
        }
        highest += growth;
        if (fin && finalSize == UNKNOWN) {
            finalSize = end;
            news |= contiguous == end;
        }
        if (discards()) {
            discard();
        }
        return ErrorCode.NO_ERROR;
    }

    private boolean discards() {
        return reset || stopped;
    }

    private void discard() {
        buffer.clear();
        ahead.clear();
        flow.consumed(highest - readOffset);
        readOffset = highest;
        stopDue &= finalSize == UNKNOWN;
    }

    /** Reads what is there, in order: the number of bytes, 0 if none yet, {@link Stream#END} or {@link Stream#RESET}. */
    int read(byte[] target, int to, int length) {
        if (discards()) {
            return Stream.RESET;
        }
        if (readOffset == finalSize) {
            return Stream.END;
        }
        int n = (int) Math.min(length, contiguous - readOffset);
        buffer.get(readOffset, target, to, n);
        readOffset += n;
        flow.consumed(n);
        if (readOffset == contiguous && ahead.isEmpty()) {
            buffer.clear();
        } else {
            buffer.releaseBelow(readOffset);
        }
        return n;
    }

    /** Whether bytes, an end or a reset have come that a reader could see, since this was last asked. */
    boolean takeNews() {
        boolean answer = news && !stopped;
        news = false;
        return answer;
    }

    /** Bytes that can be read now. */
    int readable() {
        return discards() ? 0 : (int) (contiguous - readOffset);
    }

    /** Wants no more: what is there and what still comes is thrown away. Without effect once everything was read or reset. */
    void stop(long code) {
        if (!discards() && !done()) {
            stopped = true;
            stopCode = code;
            stopDue = true;
            discard();
        }
    }

    boolean stopDue() {
        return stopDue;
    }

    void stopTold() {
        stopDue = false;
    }

    void stopLost() {
        stopDue = finalSize == UNKNOWN;
    }

    long stopCode() {
        return stopCode;
    }

    boolean isReset() {
        return reset;
    }

    long resetCode() {
        return resetCode;
    }

    /** Whether the peer should hear of more credit. */
    boolean limitDue() {
        return finalSize == UNKNOWN && !stopped && window.isDue(readOffset);
    }

    /** The limit if it were announced now. */
    long nextLimit() {
        return window.next(readOffset);
    }

    void limitTold() {
        window.told(readOffset);
    }

    void limitLost(long lostLimit) {
        window.lost(lostLimit);
    }

    /** Whether nothing more will happen: the size is known and every byte is read or thrown away. */
    boolean done() {
        return readOffset == finalSize;
    }
}
