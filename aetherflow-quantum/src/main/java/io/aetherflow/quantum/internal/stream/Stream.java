// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.wire.FrameType;
import org.jspecify.annotations.Nullable;

/**
 * A stream as its user sees it: bytes in order, both ways (RFC 9000 section 2). It belongs to a {@link StreamSet}, which moves its
 * frames. It goes on answering after it has ended.
 */
public final class Stream {
    /** Answer of {@link #read}: everything was read. */
    public static final int END = -1;
    /** Answer of {@link #read} and {@link #write}: that part of the stream was given up, by this end or by the peer. */
    public static final int RESET = -2;

    final SendStream send;
    final ReceiveStream receive;
    private final StreamSet set;
    private final long id;
    private StreamPriority priority;

    /** Where the set keeps it in line; the set's own. */
    boolean inFreeLine;

    boolean inCreditLine;
    boolean inControls;
    boolean inEvents;
    /** Whether the peer lacks something of it, as the set has counted it. */
    boolean undelivered;

    boolean accepted;
    boolean ended;
    private @Nullable Object attachment;
    private boolean readableEvent;
    private boolean writableEvent;
    private boolean writeFellShort;

    Stream(StreamSet set, long id, StreamPriority priority, SendStream send, ReceiveStream receive) {
        this.set = set;
        this.id = id;
        this.priority = priority;
        this.send = send;
        this.receive = receive;
    }

    /** Its number on the wire. */
    public long id() {
        return id;
    }

    /** Keeps something of its user's. */
    public void attach(Object newAttachment) {
        attachment = newAttachment;
    }

    /** What was attached last, or null. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Its class. */
    public StreamPriority priority() {
        return priority;
    }

    /** Changes its class from the next frame on. */
    public void priority(StreamPriority newPriority) {
        set.leaveLines(this);
        priority = newPriority;
        set.changed(this);
    }

    /**
     * Writes as many bytes as the send buffer has room for. If that is not all, {@link #takeWritable} tells when a quarter of it is free,
     * for it costs more to call a writer for each packet that arrives.
     *
     * @return how many were taken, or {@link #RESET}
     * @throws IllegalStateException after {@link #finish}
     */
    public int write(byte[] source, int from, int length) {
        int n = send.write(source, from, length);
        writeFellShort |= n >= 0 && n < length;
        set.changed(this);
        return n;
    }

    /** How many bytes {@link #write} would take. */
    public int writable() {
        return send.writable();
    }

    /** How many written bytes the peer is not known to have. */
    public long unacked() {
        return send.unacked();
    }

    /** Ends what is written. */
    public void finish() {
        requireClosable();
        send.finish();
        set.changed(this);
    }

    /** Gives up what is written; the peer hears the code. Without effect once the peer has everything. */
    public void reset(long code) {
        requireClosable();
        send.reset(code);
        set.changed(this);
    }

    /**
     * Reads bytes in order.
     *
     * @return how many, 0 if there are none yet, {@link #END} or {@link #RESET}
     */
    public int read(byte[] target, int to, int length) {
        int n = receive.read(target, to, length);
        set.changed(this);
        return n;
    }

    /** How many bytes {@link #read} would give. */
    public int readable() {
        return receive.readable();
    }

    /** Wants no more of the peer's bytes; what is there is thrown away, and the peer hears the code. */
    public void stop(long code) {
        requireClosable();
        receive.stop(code);
        set.changed(this);
    }

    /** Whether the peer has given up what it wrote. */
    public boolean isReset() {
        return receive.isReset();
    }

    /** Why {@link #read} answers {@link #RESET}: the peer's code, if {@link #isReset}, else the one of {@link #stop}. */
    public long resetCode() {
        return receive.isReset() ? receive.resetCode() : receive.stopCode();
    }

    /** Whether the peer wanted no more and the sending part was reset for it. */
    public boolean isStopped() {
        return send.isStopped();
    }

    /** The peer's code, if {@link #isStopped}. */
    public long stopCode() {
        return send.resetCode();
    }

    /** Whether there is something to read, or an end or reset to see, since this was last asked. */
    public boolean takeReadable() {
        boolean event = readableEvent;
        readableEvent = false;
        return event;
    }

    /** Whether there is room, or a stop to see, since a write fell short. */
    public boolean takeWritable() {
        boolean event = writableEvent;
        writableEvent = false;
        return event;
    }

    /** Offset of what goes next, for the size of the frame's header. */
    public long nextOffset() {
        return send.nextOffset();
    }

    /** Offset of the frame that {@link StreamSet#pull} made. */
    public long frameOffset() {
        return send.frameOffset();
    }

    /** Bytes in the frame that {@link StreamSet#pull} made. */
    public int frameLength() {
        return send.frameLength();
    }

    /** Whether the frame that {@link StreamSet#pull} made ends the stream. */
    public boolean frameFin() {
        return send.frameFin();
    }

    /** Copies the data of the frame that {@link StreamSet#pull} made. */
    public void copyFrame(byte[] target, int to) {
        send.copyFrame(target, to);
    }

    /** Whether there is something new for a reader. */
    boolean noteReadable() {
        boolean news = receive.takeNews();
        readableEvent |= news;
        return news;
    }

    /** Whether there is something new for a writer. */
    boolean noteWritable() {
        boolean news = send.isStopped() || (writeFellShort && send.hasRoom());
        if (news) {
            writeFellShort = false;
            writableEvent = true;
        }
        return news;
    }

    /** Whether a control frame is due. */
    boolean controlDue() {
        return send.resetDue() || receive.stopDue() || receive.limitDue() || send.blockedDue();
    }

    /** Finds the control frame that is due, if any. */
    boolean nextControl(ControlFrame frame) {
        if (send.resetDue()) {
            frame.set(FrameType.RESET_STREAM, id, send.resetCode(), send.finalSize());
        } else if (receive.stopDue()) {
            frame.set(FrameType.STOP_SENDING, id, receive.stopCode(), 0);
        } else if (receive.limitDue()) {
            frame.set(FrameType.MAX_STREAM_DATA, id, 0, receive.nextLimit());
        } else if (send.blockedDue()) {
            frame.set(FrameType.STREAM_DATA_BLOCKED, id, 0, send.limit());
        } else {
            return false;
        }
        return true;
    }

    void controlTold(int type) {
        switch (type) {
            case FrameType.RESET_STREAM -> send.resetTold();
            case FrameType.STOP_SENDING -> receive.stopTold();
            case FrameType.MAX_STREAM_DATA -> receive.limitTold();
            default -> send.blockedTold();
        }
    }

    void controlLost(int type, long value) {
        switch (type) {
            case FrameType.RESET_STREAM -> send.resetLost();
            case FrameType.STOP_SENDING -> receive.stopLost();
            case FrameType.MAX_STREAM_DATA -> receive.limitLost(value);
            default -> send.blockedLost(value);
        }
    }

    private void requireClosable() {
        if (id == StreamSet.MESSAGE_STREAM) {
            throw new IllegalStateException("stream 0 carries messages and ends with the connection only");
        }
    }
}
