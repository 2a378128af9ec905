// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.stream.StreamSet;
import io.aetherflow.quantum.internal.wire.FrameReader;
import io.aetherflow.quantum.internal.wire.FrameType;
import java.util.Arrays;

/** Hands each frame of a packet that was opened to whoever it is for. */
final class FrameDispatcher {
    /** Nobody gets acknowledgements later than this, whatever it asks for. */
    private static final long MAX_ACK_DELAY_MICROS = 1_000_000;

    private static final long NANOS_PER_MICRO = 1_000;

    private final ConnectionCore connection;
    private final FrameReader frame = new FrameReader();
    /** The sequence of the ACK_FREQUENCY that counts. */
    private long ackFrequency = -1;

    private boolean ackEliciting;
    private boolean probing;
    private String problem = "";

    FrameDispatcher(ConnectionCore connection) {
        this.connection = connection;
    }

    /** Whether the last packet asks for an acknowledgement. */
    boolean ackEliciting() {
        return ackEliciting;
    }

    /** Whether the last packet says nothing but of paths, so that it moves no connection. */
    boolean probing() {
        return probing;
    }

    /** More about the last error. */
    String problem() {
        return problem;
    }

    /** Reads the frames of a payload. Anything but NO_ERROR closes the connection. */
    ErrorCode dispatch(Space space, byte[] packet, int offset, int length, long now) {
        ackEliciting = false;
        probing = true;
        problem = "";
        if (length == 0) {
            return error(ErrorCode.FRAME_ERROR, "packet without frames");
        }
        frame.wrap(packet, offset, length);
        ErrorCode error = ErrorCode.NO_ERROR;
        for (int type = frame.next(); type != FrameReader.END && error == ErrorCode.NO_ERROR; type = frame.next()) {
            if (type == FrameReader.MALFORMED) {
                return error(ErrorCode.FRAME_ERROR, frame.problem());
            }
            if (space == Space.HANDSHAKE && !FrameType.isAllowedInInitial(type)) {
                return error(ErrorCode.PROTOCOL_VIOLATION, "frame of type " + type + " in an INITIAL packet");
            }
            ackEliciting |= FrameType.isAckEliciting(type);
            if (!isRoutine(type)) {
                connection.noteNews();
            }
            probing &= FrameType.isProbing(type);
            error = handle(type, space, packet, now);
        }
        return error;
    }

    /** What comes all the time while data flows: the streams say themselves what it changes for their users. */
    private static boolean isRoutine(int type) {
        return switch (type) {
            case FrameType.PADDING,
                    FrameType.PING,
                    FrameType.ACK,
                    FrameType.STREAM,
                    FrameType.MAX_DATA,
                    FrameType.MAX_STREAM_DATA -> true;
            default -> false;
        };
    }

    private ErrorCode error(ErrorCode code, String text) {
        problem = text;
        return code;
    }

    private ErrorCode handle(int type, Space space, byte[] packet, long now) {
        StreamSet streams = connection.streams();
        return switch (type) {
            case FrameType.PADDING, FrameType.PING, FrameType.DATA_BLOCKED, FrameType.STREAMS_BLOCKED ->
                ErrorCode.NO_ERROR;
            case FrameType.ACK ->
                connection.acknowledged(space, frame.ranges(), frame.rangeCount(), frame.delayMicros(), now);
            case FrameType.CRYPTO ->
                connection.handshake().receive(frame.offset(), packet, frame.dataOffset(), frame.dataLength());
            case FrameType.STREAM ->
                streams.onStream(
                        frame.streamId(), frame.offset(), packet, frame.dataOffset(), frame.dataLength(), frame.fin());
            case FrameType.RESET_STREAM -> streams.onReset(frame.streamId(), frame.code(), frame.finalSize());
            case FrameType.STOP_SENDING -> streams.onStopSending(frame.streamId(), frame.code());
            case FrameType.MAX_DATA -> {
                streams.onMaxData(frame.maximum());
                yield ErrorCode.NO_ERROR;
            }
            case FrameType.MAX_STREAM_DATA -> streams.onMaxStreamData(frame.streamId(), frame.maximum());
            case FrameType.MAX_STREAMS -> {
                streams.onMaxStreams(frame.maximum());
                yield ErrorCode.NO_ERROR;
            }
            case FrameType.STREAM_DATA_BLOCKED -> streams.onStreamDataBlocked(frame.streamId());
            case FrameType.DATAGRAM ->
                connection.datagrams().onDatagram(packet, frame.dataOffset(), frame.dataLength())
                        ? ErrorCode.NO_ERROR
                        : error(ErrorCode.PROTOCOL_VIOLATION, "DATAGRAM, though none are taken");
            case FrameType.NEW_CONNECTION_ID -> newConnectionId(packet);
            case FrameType.RETIRE_CONNECTION_ID -> retireConnectionId();
            case FrameType.PATH_CHALLENGE -> pathChallenge();
            case FrameType.PATH_RESPONSE -> {
                connection.paths().onResponse(frame.pathData(), now);
                yield ErrorCode.NO_ERROR;
            }
            case FrameType.ACK_FREQUENCY -> ackFrequency();
            case FrameType.HANDSHAKE_DONE -> handshakeDone(now);
            case FrameType.CLOSE -> closed(false, now);
            case FrameType.CLOSE_APPLICATION -> closed(true, now);
            default -> error(ErrorCode.PROTOCOL_VIOLATION, "frame of type " + type + " was not agreed on");
        };
    }

    private ErrorCode newConnectionId(byte[] packet) {
        byte[] token = Arrays.copyOfRange(packet, frame.dataOffset(), frame.dataOffset() + frame.dataLength());
        ErrorCode error = connection
                .paths()
                .newConnectionId(frame.sequence(), frame.retirePriorTo(), frame.connectionId(), token);
        return error(error, connection.remoteIds().problem());
    }

    private ErrorCode retireConnectionId() {
        ErrorCode error = connection
                .localIds()
                .retired(frame.sequence(), connection.paths().calledAs());
        return error(error, "connection id of sequence " + frame.sequence() + " cannot be retired");
    }

    /** A peer that asks whether this end is still there shall see it by a packet that moves connections (RFC 9000 section 9.3.3). */
    private ErrorCode pathChallenge() {
        connection.paths().onChallenge(frame.pathData());
        connection.pingDue();
        return ErrorCode.NO_ERROR;
    }

    private ErrorCode ackFrequency() {
        if (frame.sequence() > ackFrequency) {
            ackFrequency = frame.sequence();
            long delay = Math.min(frame.delayMicros(), MAX_ACK_DELAY_MICROS) * NANOS_PER_MICRO;
            connection.received(Space.DATA).frequency(frame.packetThreshold(), delay);
        }
        return ErrorCode.NO_ERROR;
    }

    private ErrorCode handshakeDone(long now) {
        if (!connection.isClient()) {
            return error(ErrorCode.PROTOCOL_VIOLATION, "HANDSHAKE_DONE from a client");
        }
        connection.confirm(now);
        return ErrorCode.NO_ERROR;
    }

    private ErrorCode closed(boolean byApplication, long now) {
        CloseReason reason = byApplication || frame.code() == ErrorCode.NO_ERROR.value()
                ? new CloseReason.Peer(frame.code(), frame.text())
                : Closing.ofPeer(frame.code(), frame.text());
        connection.closedByPeer(reason, now);
        return ErrorCode.NO_ERROR;
    }
}
