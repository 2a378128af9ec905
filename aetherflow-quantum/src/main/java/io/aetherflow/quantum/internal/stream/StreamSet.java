// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.wire.FrameType;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All streams of a connection: opens and accepts them, takes the frames about them, and says what is to be sent.
 *
 * <p>Frames that arrive go to the {@code on…} methods; anything but NO_ERROR closes the connection. After them, {@link #accept} and
 * {@link #pollEvent} tell what is new. To fill a packet: {@link #nextControl} until null, each followed by {@link #controlTaken} if
 * it went in; then {@link #nextToSend} until null, each followed by {@link #pull} with the room behind the frame's header. What
 * became of frames comes back by {@link #dataAcked}, {@link #dataLost}, {@link #controlAcked} and {@link #controlLost}; calls for
 * a stream that has ended are ignored.
 *
 * <p>Stream 0 is there from the start, does not count against the limits, and ends with the connection only.
 */
public final class StreamSet {
    /** The stream that carries messages. */
    public static final long MESSAGE_STREAM = 0;

    private final StreamLimits limits;
    private final ChunkPool pool;
    private final StreamTime time = new StreamTime();
    private final ReceiveWindow window;
    private final ConnectionFlowControl flow;
    private final StreamIds ids;
    private final StreamMap streams = new StreamMap();
    private final SendLines lines;
    private final ArrayDeque<Stream> controls = new ArrayDeque<>(2);
    private final ArrayDeque<Stream> events = new ArrayDeque<>(2);
    private final ArrayDeque<Stream> toAccept = new ArrayDeque<>(2);
    private final ControlFrame control = new ControlFrame();
    private final Stream messages;
    private long peerStreamLimit;
    private int undelivered;

    /** What {@link #locate} found; null if the stream has ended. */
    private @Nullable Stream located;

    /**
     * Makes the streams of one end. Until {@link #peerLimits} is called it may send nothing.
     *
     * @param client whether this is the client's end
     * @param pool memory for what streams hold
     */
    public StreamSet(boolean client, StreamLimits limits, ChunkPool pool) {
        this.limits = limits;
        this.pool = pool;
        this.window = new ReceiveWindow(time, limits.firstConnectionWindow(), limits.connectionWindow());
        this.flow = new ConnectionFlowControl(window);
        this.ids = new StreamIds(client, limits.peerStreams());
        this.lines = new SendLines(flow);
        this.messages = add(MESSAGE_STREAM, StreamPriority.NORMAL);
        messages.accepted = true;
    }

    /** Takes the peer's initial limits from its parameters. */
    public void peerLimits(long maxData, long maxStreamData, long maxStreams) {
        peerStreamLimit = maxStreamData;
        flow.raiseSendLimit(maxData);
        ids.raiseLimit(maxStreams);
        for (Stream stream : streams.slots()) {
            if (stream != null) {
                stream.send.raiseLimit(maxStreamData);
                changed(stream);
            }
        }
    }

    /** Tells the time and the round trip, for the size of windows. Before a packet is made. */
    public void time(long now, long roundTrip) {
        time.now = now;
        time.roundTrip = roundTrip;
    }

    /** Stream 0. */
    public Stream messages() {
        return messages;
    }

    /** Opens a stream, or returns null if the peer allows no more now. */
    public @Nullable Stream open(StreamPriority priority) {
        long id = ids.open();
        if (id < 0) {
            return null;
        }
        Stream stream = add(id, priority);
        stream.accepted = true;
        return stream;
    }

    /** The next stream that the peer opened, or null. */
    public @Nullable Stream accept() {
        Stream stream = toAccept.pollFirst();
        if (stream != null) {
            stream.accepted = true;
            changed(stream);
        }
        return stream;
    }

    /** Whether there is a stream for {@link #accept}. */
    public boolean isAnyToAccept() {
        return !toAccept.isEmpty();
    }

    /** The next stream that has become readable or writable, or null; the stream says which of them. */
    public @Nullable Stream pollEvent() {
        Stream stream = events.pollFirst();
        if (stream != null) {
            stream.inEvents = false;
        }
        return stream;
    }

    /** How many streams there are, stream 0 included. */
    public int size() {
        return streams.size();
    }

    /** How many bytes of data were sent again so far. */
    public long bytesSentAgain() {
        return flow.sentAgain();
    }

    /** Calls something for each stream that has not ended. */
    public void forEach(Consumer<? super Stream> action) {
        for (Stream stream : streams.slots()) {
            if (stream != null) {
                action.accept(stream);
            }
        }
    }

    /** Whether the peer has everything that was written, ended and reset. */
    public boolean isDelivered() {
        return undelivered == 0;
    }

    /** STREAM. */
    public ErrorCode onStream(long id, long offset, byte[] data, int from, int length, boolean fin) {
        ErrorCode error = id == MESSAGE_STREAM && fin ? ErrorCode.STREAM_STATE_ERROR : locate(id);
        Stream stream = located;
        if (error != ErrorCode.NO_ERROR || stream == null) {
            return error;
        }
        return received(stream, stream.receive.onData(offset, data, from, length, fin));
    }

    /** RESET_STREAM. */
    public ErrorCode onReset(long id, long code, long finalSize) {
        ErrorCode error = locateClosable(id);
        Stream stream = located;
        if (error != ErrorCode.NO_ERROR || stream == null) {
            return error;
        }
        return received(stream, stream.receive.onReset(code, finalSize));
    }

    /** STOP_SENDING. */
    public ErrorCode onStopSending(long id, long code) {
        ErrorCode error = locateClosable(id);
        Stream stream = located;
        if (error == ErrorCode.NO_ERROR && stream != null) {
            stream.send.stop(code);
            noteWritable(stream);
            changed(stream);
        }
        return error;
    }

    /** MAX_DATA. */
    public void onMaxData(long maximum) {
        flow.raiseSendLimit(maximum);
    }

    /** MAX_STREAM_DATA. */
    public ErrorCode onMaxStreamData(long id, long maximum) {
        ErrorCode error = locate(id);
        Stream stream = located;
        if (error == ErrorCode.NO_ERROR && stream != null) {
            stream.send.raiseLimit(maximum);
            changed(stream);
        }
        return error;
    }

    /** MAX_STREAMS: {@link #open} may succeed now. */
    public void onMaxStreams(long maximum) {
        ids.raiseLimit(maximum);
    }

    /** STREAM_DATA_BLOCKED: says nothing that credit does not say better, but must be about a stream that may be. */
    public ErrorCode onStreamDataBlocked(long id) {
        return locate(id);
    }

    /** The control frame that is due first, or null. */
    public @Nullable ControlFrame nextControl() {
        if (flow.limitDue()) {
            return control.set(FrameType.MAX_DATA, 0, 0, flow.nextLimit());
        }
        if (ids.peerLimitDue()) {
            return control.set(FrameType.MAX_STREAMS, 0, 0, ids.nextPeerLimit());
        }
        if (flow.blockedDue() && lines.waitsForCredit()) {
            return control.set(FrameType.DATA_BLOCKED, 0, 0, flow.sendLimit());
        }
        if (ids.blockedDue()) {
            return control.set(FrameType.STREAMS_BLOCKED, 0, 0, ids.limit());
        }
        for (Stream stream = controls.peekFirst(); stream != null; stream = controls.peekFirst()) {
            if (stream.nextControl(control)) {
                return control;
            }
            controls.removeFirst().inControls = false;
        }
        return null;
    }

    /** The frame that {@link #nextControl} gave is on its way. */
    public void controlTaken() {
        switch (control.type()) {
            case FrameType.MAX_DATA -> flow.limitTold();
            case FrameType.MAX_STREAMS -> ids.peerLimitTold();
            case FrameType.DATA_BLOCKED -> flow.blockedTold();
            case FrameType.STREAMS_BLOCKED -> ids.blockedTold();
            default -> controls.getFirst().controlTold(control.type());
        }
    }

    /** A control frame with this value has arrived. */
    public void controlAcked(int type, long id) {
        Stream stream = streams.get(id);
        if (type == FrameType.RESET_STREAM && stream != null) {
            stream.send.resetAcked();
            changed(stream);
        }
    }

    /** A control frame with this value is lost: it is due again unless something newer was said since. */
    public void controlLost(int type, long id, long value) {
        switch (type) {
            case FrameType.MAX_DATA -> flow.limitLost(value);
            case FrameType.MAX_STREAMS -> ids.peerLimitLost(value);
            case FrameType.DATA_BLOCKED -> flow.blockedLost(value);
            case FrameType.STREAMS_BLOCKED -> ids.blockedLost(value);
            default -> {
                Stream stream = streams.get(id);
                if (stream != null) {
                    stream.controlLost(type, value);
                    changed(stream);
                }
            }
        }
    }

    /** The stream whose turn it is to send, or null if none may send anything. */
    public @Nullable Stream nextToSend() {
        return lines.next();
    }

    /**
     * Makes the next frame of the stream that {@link #nextToSend} gave; the stream then says what is in it.
     *
     * @param maxBytes room for data
     * @return false if there is too little room
     */
    public boolean pull(Stream stream, int maxBytes) {
        boolean pulled = lines.pull(stream, maxBytes);
        if (pulled) {
            changed(stream);
        }
        return pulled;
    }

    /** A frame of data has arrived. */
    public void dataAcked(long id, long offset, long length, boolean fin) {
        Stream stream = streams.get(id);
        if (stream != null) {
            stream.send.acked(offset, length, fin);
            noteWritable(stream);
            changed(stream);
        }
    }

    /** A frame of data is lost. */
    public void dataLost(long id, long offset, long length, boolean fin) {
        Stream stream = streams.get(id);
        if (stream != null) {
            stream.send.lost(offset, length, fin);
            changed(stream);
        }
    }

    /** Puts a stream where it belongs after anything about it has changed. */
    void changed(Stream stream) {
        if (stream.ended) {
            return;
        }
        if (stream.undelivered == stream.send.isDelivered()) {
            stream.undelivered = !stream.undelivered;
            undelivered += stream.undelivered ? 1 : -1;
        }
        lines.enter(stream);
        if (!stream.inControls && stream.controlDue()) {
            stream.inControls = true;
            controls.addLast(stream);
        }
        if (stream.accepted && stream.send.done() && stream.receive.done()) {
            stream.ended = true;
            streams.remove(stream);
            if (!ids.isOwn(stream.id())) {
                ids.peerEnded();
            }
        }
    }

    void leaveLines(Stream stream) {
        lines.leave(stream);
    }

    private ErrorCode received(Stream stream, ErrorCode error) {
        if (error == ErrorCode.NO_ERROR) {
            if (stream.noteReadable()) {
                event(stream);
            }
            changed(stream);
        }
        return error;
    }

    private void noteWritable(Stream stream) {
        if (stream.noteWritable()) {
            event(stream);
        }
    }

    private void event(Stream stream) {
        if (!stream.inEvents) {
            stream.inEvents = true;
            events.addLast(stream);
        }
    }

    private ErrorCode locateClosable(long id) {
        return id == MESSAGE_STREAM ? ErrorCode.STREAM_STATE_ERROR : locate(id);
    }

    /** Finds a stream that a frame is about; opens it, and those of the peer below it, if the peer just did. */
    private ErrorCode locate(long id) {
        located = streams.get(id);
        if (located != null || ids.isOpened(id)) {
            return ErrorCode.NO_ERROR;
        }
        if (ids.isOwn(id)) {
            return ErrorCode.STREAM_STATE_ERROR;
        }
        if (!ids.isAllowed(id)) {
            return ErrorCode.STREAM_LIMIT_ERROR;
        }
        while (!ids.isOpened(id)) {
            Stream stream = add(ids.openPeer(), StreamPriority.NORMAL);
            toAccept.addLast(stream);
            located = stream;
        }
        return ErrorCode.NO_ERROR;
    }

    private Stream add(long id, StreamPriority priority) {
        Stream stream = new Stream(
                this,
                id,
                priority,
                new SendStream(flow, pool, limits.sendBuffer(), peerStreamLimit),
                new ReceiveStream(
                        flow,
                        pool,
                        new ReceiveWindow(time, limits.firstStreamWindow(), limits.streamWindow(), window)));
        streams.put(stream);
        return stream;
    }
}
