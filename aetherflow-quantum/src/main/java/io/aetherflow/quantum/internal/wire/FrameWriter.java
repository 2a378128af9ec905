// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static io.aetherflow.quantum.internal.wire.FrameType.*;

import java.nio.charset.StandardCharsets;

/**
 * Writes frames, PROTOCOL.md section 2, and tells their sizes beforehand. PING and HANDSHAKE_DONE take one byte, a path frame
 * {@link #PATH_FRAME_SIZE}; frames that are a type and some variable-length integers are measured by {@link #size(long)} and its
 * overloads, with the integers in any order.
 */
public final class FrameWriter {
    /** The size of PATH_CHALLENGE and PATH_RESPONSE. */
    public static final int PATH_FRAME_SIZE = 9;

    private FrameWriter() {}

    /** The size of MAX_DATA, MAX_STREAMS, DATA_BLOCKED, STREAMS_BLOCKED and RETIRE_CONNECTION_ID. */
    public static int size(long value) {
        return 1 + VarInt.length(value);
    }

    /** The size of STOP_SENDING, MAX_STREAM_DATA and STREAM_DATA_BLOCKED. */
    public static int size(long first, long second) {
        return size(first) + VarInt.length(second);
    }

    /** The size of RESET_STREAM and ACK_FREQUENCY. */
    public static int size(long first, long second, long third) {
        return size(first, second) + VarInt.length(third);
    }

    /** Writes {@code n} bytes of PADDING. */
    public static void writePadding(WireWriter w, int n) {
        w.zeros(n);
    }

    /** Writes a PING. */
    public static void writePing(WireWriter w) {
        w.u8(PING);
    }

    /** Writes a HANDSHAKE_DONE. */
    public static void writeHandshakeDone(WireWriter w) {
        w.u8(HANDSHAKE_DONE);
    }

    /**
     * Writes an ACK.
     *
     * @param lowHighDescending smallest and largest packet number of each range, the range of the largest numbers first; at least one
     *     number is missing between two ranges
     * @param ranges how many, 1 to {@link FrameReader#MAX_ACK_RANGES}
     * @param delayMicros how long ago the packet with the largest number came
     */
    public static void writeAck(WireWriter w, long[] lowHighDescending, int ranges, long delayMicros) {
        checkRanges(ranges);
        w.u8(ACK);
        w.varint(lowHighDescending[1]);
        w.varint(delayMicros);
        w.varint(ranges - 1);
        w.varint(lowHighDescending[1] - lowHighDescending[0]);
        for (int i = 1; i < ranges; i++) {
            w.varint(gap(lowHighDescending, i));
            w.varint(lowHighDescending[2 * i + 1] - lowHighDescending[2 * i]);
        }
    }

    /** The size of an ACK. */
    public static int ackSize(long[] lowHighDescending, int ranges, long delayMicros) {
        checkRanges(ranges);
        int size = size(lowHighDescending[1], delayMicros, ranges - 1)
                + VarInt.length(lowHighDescending[1] - lowHighDescending[0]);
        for (int i = 1; i < ranges; i++) {
            size += VarInt.length(gap(lowHighDescending, i))
                    + VarInt.length(lowHighDescending[2 * i + 1] - lowHighDescending[2 * i]);
        }
        return size;
    }

    private static void checkRanges(int ranges) {
        if (ranges < 1 || ranges > FrameReader.MAX_ACK_RANGES) {
            throw new IllegalArgumentException(
                    "ranges " + ranges + " is outside of 1 to " + FrameReader.MAX_ACK_RANGES);
        }
    }

    private static long gap(long[] lowHighDescending, int i) {
        return lowHighDescending[2 * i - 2] - lowHighDescending[2 * i + 1] - 2;
    }

    /** Writes a RESET_STREAM. */
    public static void writeResetStream(WireWriter w, long streamId, long code, long finalSize) {
        w.u8(RESET_STREAM);
        w.varint(streamId);
        w.varint(code);
        w.varint(finalSize);
    }

    /** Writes a STOP_SENDING. */
    public static void writeStopSending(WireWriter w, long streamId, long code) {
        write(w, STOP_SENDING, streamId, code);
    }

    /** Writes a CRYPTO. */
    public static void writeCrypto(WireWriter w, long offset, byte[] data, int dataOff, int dataLen) {
        write(w, CRYPTO, offset, dataLen);
        w.bytes(data, dataOff, dataLen);
    }

    /** The size of a CRYPTO without its data. */
    public static int cryptoHeaderSize(long offset, int dataLen) {
        return size(offset, dataLen);
    }

    /**
     * Writes a STREAM up to its data, which the caller writes next.
     *
     * @param withLength false for the last frame of a packet
     */
    public static void writeStreamHeader(
            WireWriter w, long id, long offset, int dataLen, boolean fin, boolean withLength) {
        w.u8(STREAM | (fin ? STREAM_FIN : 0) | (withLength ? STREAM_LENGTH : 0) | (offset > 0 ? STREAM_OFFSET : 0));
        w.varint(id);
        if (offset > 0) {
            w.varint(offset);
        }
        if (withLength) {
            w.varint(dataLen);
        }
    }

    /** The size of a STREAM without its data; that of a longer one for more data is enough for less. */
    public static int streamHeaderSize(long id, long offset, int dataLen, boolean withLength) {
        return size(id) + (offset > 0 ? VarInt.length(offset) : 0) + (withLength ? VarInt.length(dataLen) : 0);
    }

    /** Writes a MAX_DATA. */
    public static void writeMaxData(WireWriter w, long maximum) {
        write(w, MAX_DATA, maximum);
    }

    /** Writes a MAX_STREAM_DATA. */
    public static void writeMaxStreamData(WireWriter w, long streamId, long maximum) {
        write(w, MAX_STREAM_DATA, streamId, maximum);
    }

    /** Writes a MAX_STREAMS; at most {@link FrameReader#MAX_STREAMS_LIMIT}. */
    public static void writeMaxStreams(WireWriter w, long maximum) {
        write(w, MAX_STREAMS, maximum);
    }

    /** Writes a DATA_BLOCKED. */
    public static void writeDataBlocked(WireWriter w, long limit) {
        write(w, DATA_BLOCKED, limit);
    }

    /** Writes a STREAM_DATA_BLOCKED. */
    public static void writeStreamDataBlocked(WireWriter w, long streamId, long limit) {
        write(w, STREAM_DATA_BLOCKED, streamId, limit);
    }

    /** Writes a STREAMS_BLOCKED. */
    public static void writeStreamsBlocked(WireWriter w, long limit) {
        write(w, STREAMS_BLOCKED, limit);
    }

    /**
     * Writes a NEW_CONNECTION_ID.
     *
     * @param resetToken {@link FrameReader#RESET_TOKEN_LENGTH} bytes
     */
    public static void writeNewConnectionId(
            WireWriter w, long sequence, long retirePriorTo, long connectionId, byte[] resetToken) {
        write(w, NEW_CONNECTION_ID, sequence, retirePriorTo);
        w.u64(connectionId);
        w.bytes(resetToken, 0, FrameReader.RESET_TOKEN_LENGTH);
    }

    /** The size of a NEW_CONNECTION_ID. */
    public static int newConnectionIdSize(long sequence, long retirePriorTo) {
        return size(sequence, retirePriorTo) + Long.BYTES + FrameReader.RESET_TOKEN_LENGTH;
    }

    /** Writes a RETIRE_CONNECTION_ID. */
    public static void writeRetireConnectionId(WireWriter w, long sequence) {
        write(w, RETIRE_CONNECTION_ID, sequence);
    }

    /** Writes a PATH_CHALLENGE. */
    public static void writePathChallenge(WireWriter w, long data) {
        w.u8(PATH_CHALLENGE);
        w.u64(data);
    }

    /** Writes a PATH_RESPONSE. */
    public static void writePathResponse(WireWriter w, long data) {
        w.u8(PATH_RESPONSE);
        w.u64(data);
    }

    /** Writes a CLOSE; of a long text, what fits into {@link FrameReader#MAX_CLOSE_TEXT} bytes. */
    public static void writeClose(WireWriter w, long code, String text) {
        writeClose(w, CLOSE, code, text);
    }

    /** Writes a CLOSE_APPLICATION, as {@link #writeClose}. */
    public static void writeCloseApplication(WireWriter w, long code, String text) {
        writeClose(w, CLOSE_APPLICATION, code, text);
    }

    private static void writeClose(WireWriter w, int type, long code, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, FrameReader.MAX_CLOSE_TEXT);
        while (length < utf8.length && (utf8[length] & 0xc0) == 0x80) {
            length--;
        }
        write(w, type, code, length);
        w.bytes(utf8, 0, length);
    }

    /** Writes an ACK_FREQUENCY; of 1 to {@link FrameReader#MAX_PACKET_THRESHOLD} packets. */
    public static void writeAckFrequency(WireWriter w, long sequence, int packetThreshold, long maxDelayMicros) {
        write(w, ACK_FREQUENCY, sequence, packetThreshold);
        w.varint(maxDelayMicros);
    }

    /**
     * Writes a DATAGRAM.
     *
     * @param withLength false for the last frame of a packet
     */
    public static void writeDatagram(WireWriter w, byte[] data, int dataOff, int dataLen, boolean withLength) {
        writeDatagramHeader(w, dataLen, withLength);
        w.bytes(data, dataOff, dataLen);
    }

    /** Writes a DATAGRAM up to its data, as {@link #writeDatagram} does. */
    public static void writeDatagramHeader(WireWriter w, int dataLen, boolean withLength) {
        w.u8(withLength ? DATAGRAM | DATAGRAM_LENGTH : DATAGRAM);
        if (withLength) {
            w.varint(dataLen);
        }
    }

    /** The size of a DATAGRAM without its data. */
    public static int datagramHeaderSize(int dataLen, boolean withLength) {
        return withLength ? size(dataLen) : 1;
    }

    private static void write(WireWriter w, int type, long value) {
        w.u8(type);
        w.varint(value);
    }

    private static void write(WireWriter w, int type, long first, long second) {
        write(w, type, first);
        w.varint(second);
    }
}
