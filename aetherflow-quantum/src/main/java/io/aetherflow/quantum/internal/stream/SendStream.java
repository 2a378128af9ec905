// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

/**
 * The sending part of a stream (RFC 9000 section 3.1). It keeps what was written until the peer has it, in a bounded buffer, and
 * knows which bytes were never sent, are on their way, are lost, or have arrived. {@link #pull} says what goes into the next
 * frame: lost bytes first, then new ones within the stream's and the connection's credit. A byte declared lost may turn up after
 * all: arrival always wins, and nothing that arrived is sent again.
 */
final class SendStream {
    /** What a stream asks of the scheduler. */
    enum Need {
        /** Nothing that may go now. */
        NOTHING,
        /** Something that costs no credit of the connection: lost bytes, or the bare end. */
        FREE,
        /** New bytes. */
        CREDIT
    }

    /** A writer that waits for room is called when this part of the buffer is free. */
    private static final int ROOM_PARTS = 4;

    private final ConnectionFlowControl flow;
    private final ChunkBuffer buffer;
    private final int capacity;
    private final RangeSet acked = new RangeSet();
    private final RangeSet lost = new RangeSet();
    /** Everything below has arrived; {@link #acked} lies above. */
    private long ackedOffset;

    private long sentOffset;
    private long writeOffset;
    private long limit;
    private long toldBlockedAt = -1;
    private boolean finished;
    private boolean finDue;
    private boolean finAcked;
    private boolean reset;
    private boolean resetDue;
    private boolean resetAcked;
    private boolean stopped;
    private long resetCode;

    private long frameOffset;
    private int frameLength;
    private boolean frameFin;

    SendStream(ConnectionFlowControl flow, ChunkPool pool, int capacity, long limit) {
        this.flow = flow;
        this.buffer = new ChunkBuffer(pool);
        this.capacity = capacity;
        this.limit = limit;
    }

    /** Takes as many bytes as have room; the number, or {@link Stream#RESET}. */
    int write(byte[] source, int from, int length) {
        if (reset) {
            return Stream.RESET;
        }
        if (finished) {
            throw new IllegalStateException("stream is finished, nothing can be written");
        }
        int n = Math.min(length, writable());
        buffer.put(writeOffset, source, from, n);
        writeOffset += n;
        return n;
    }

    int writable() {
        return reset || finished ? 0 : capacity - (int) unacked();
    }

    /** Whether there is so much room that it is worth to call a writer. */
    boolean hasRoom() {
        return writable() >= Math.max(1, capacity / ROOM_PARTS);
    }

    /** Bytes written that the peer is not known to have. */
    long unacked() {
        return writeOffset - ackedOffset;
    }

    void finish() {
        if (!finished && !reset) {
            finished = true;
            finDue = true;
        }
    }

    /** Gives up: what was written is dropped and the peer is told. Without effect once all has arrived. */
    void reset(long code) {
        if (reset || done()) {
            return;
        }
        reset = true;
        resetDue = true;
        resetCode = code;
        finDue = false;
        acked.clear();
        lost.clear();
        buffer.clear();
        ackedOffset = writeOffset;
    }

    /** The peer wants no more: answered by a reset with its code (RFC 9000 section 3.5). */
    void stop(long code) {
        if (!reset && !done()) {
            stopped = true;
            reset(code);
        }
    }

    boolean isStopped() {
        return stopped;
    }

    Need need() {
        if (reset) {
            return Need.NOTHING;
        }
        if (!lost.isEmpty() || (finDue && sentOffset == writeOffset)) {
            return Need.FREE;
        }
        return sentOffset < Math.min(writeOffset, limit) ? Need.CREDIT : Need.NOTHING;
    }

    /** The offset of what {@link #pull} would give. */
    long nextOffset() {
        return lost.isEmpty() ? sentOffset : lost.low(0);
    }

    /** Puts the next bytes on their way, at most {@code maxBytes}; false if there are none or none fit. */
    boolean pull(int maxBytes) {
        Need need = need();
        if (need == Need.NOTHING) {
            return false;
        }
        long offset = nextOffset();
        long available;
        if (!lost.isEmpty()) {
            available = lost.high(0) - offset;
        } else if (need == Need.CREDIT) {
            available = Math.min(Math.min(writeOffset, limit) - offset, flow.credit());
        } else {
            available = 0;
        }
        int length = (int) Math.min(available, maxBytes);
        boolean bareFin = need == Need.FREE && lost.isEmpty();
        if (length < (bareFin ? 0 : 1)) {
            return false;
        }
        lost.remove(offset, offset + length);
        setFrame(offset, length);
        return true;
    }

    private void setFrame(long offset, int length) {
        frameOffset = offset;
        frameLength = length;
        frameFin = finished && offset + length == writeOffset;
        if (frameFin) {
            finDue = false;
        }
        long newBytes = offset + length - sentOffset;
        if (newBytes > 0) {
            flow.sent(newBytes);
            sentOffset += newBytes;
        } else {
            flow.sentAgain(length);
        }
    }

    long frameOffset() {
        return frameOffset;
    }

    int frameLength() {
        return frameLength;
    }

    boolean frameFin() {
        return frameFin;
    }

    /** Copies the bytes of the frame last pulled. */
    void copyFrame(byte[] target, int to) {
        buffer.get(frameOffset, target, to, frameLength);
    }

    /** A frame that was pulled has arrived. */
    void acked(long offset, long length, boolean fin) {
        if (reset) {
            return;
        }
        if (fin) {
            finAcked = true;
            finDue = false;
        }
        long low = Math.max(offset, ackedOffset);
        long high = offset + length;
        if (low >= high) {
            return;
        }
        lost.remove(low, high);
        if (low > ackedOffset) {
            acked.add(low, high);
            return;
        }
        ackedOffset = acked.absorb(high);
        if (ackedOffset == writeOffset) {
            buffer.clear();
        } else {
            buffer.releaseBelow(ackedOffset);
        }
    }

    /** A frame that was pulled is lost: what of it has not arrived otherwise is to be sent again. */
    void lost(long offset, long length, boolean fin) {
        if (reset) {
            return;
        }
        finDue |= fin && !finAcked;
        long low = Math.max(offset, ackedOffset);
        long high = offset + length;
        if (low < high) {
            lost.add(low, high);
            lost.removeAll(acked, low, high);
        }
    }

    void raiseLimit(long newLimit) {
        limit = Math.max(limit, newLimit);
    }

    long limit() {
        return limit;
    }

    /** Whether the peer has yet to hear that its limit holds data back. */
    boolean blockedDue() {
        return !reset && sentOffset == limit && writeOffset > limit && toldBlockedAt != limit;
    }

    void blockedTold() {
        toldBlockedAt = limit;
    }

    void blockedLost(long lostLimit) {
        if (lostLimit == toldBlockedAt) {
            toldBlockedAt = -1;
        }
    }

    boolean resetDue() {
        return resetDue;
    }

    void resetTold() {
        resetDue = false;
    }

    void resetLost() {
        resetDue = !resetAcked;
    }

    void resetAcked() {
        resetAcked = true;
        resetDue = false;
    }

    long resetCode() {
        return resetCode;
    }

    /** The size that a reset announces: all that was ever sent. */
    long finalSize() {
        return sentOffset;
    }

    /** Whether the peer has all that was given to it so far, be it a reset. */
    boolean isDelivered() {
        return reset ? resetAcked : unacked() == 0 && (!finished || finAcked);
    }

    /** Whether nothing more will happen: the peer has everything and the end, or knows of the reset. */
    boolean done() {
        return resetAcked || (finAcked && ackedOffset == writeOffset);
    }
}
