// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static io.aetherflow.quantum.internal.wire.FrameType.*;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reusable cursor over the frames of a payload, PROTOCOL.md section 2. {@link #next} reads one frame, checks what can be checked
 * without a connection, and returns its type; accessors tell its fields until the following call. An accessor that the frame has no
 * field for tells nothing of use. Data stays where it is: accessors tell its index in the array.
 */
public final class FrameReader {
    /** No more frames. */
    public static final int END = -1;
    /** A FRAME_ERROR, and so is whatever follows; {@link #problem} says which. */
    public static final int MALFORMED = -2;
    /** How many ranges there is room for until an ACK has more. */
    private static final int FEW_ACK_RANGES = 4;
    /** How many ranges an ACK may name. */
    public static final int MAX_ACK_RANGES = 64;
    /** How long the text of a CLOSE may be, in bytes. */
    public static final int MAX_CLOSE_TEXT = 256;
    /** The largest value of MAX_STREAMS and STREAMS_BLOCKED. */
    public static final long MAX_STREAMS_LIMIT = 1L << 60;
    /** How long a stateless reset token is. */
    public static final int RESET_TOKEN_LENGTH = 16;
    /** The largest number of packets that an ACK_FREQUENCY may ask one acknowledgement for. */
    public static final int MAX_PACKET_THRESHOLD = 100;

    private final WireReader in = new WireReader();
    private long[] ranges = new long[2 * FEW_ACK_RANGES];
    private int start;
    private int frameOffset;
    private int wireType;
    private @Nullable String problem;

    private long streamId;
    private long offset;
    private boolean fin;
    private long code;
    private long finalSize;
    private long maximum;
    private long sequence;
    private long retirePriorTo;
    private long connectionId;
    private long pathData;
    private int packetThreshold;
    private long delayMicros;
    private int rangeCount;
    private int dataOffset;
    private int dataLength;

    /** Reads the frames of the payload that these bytes are. */
    public void wrap(byte[] buf, int off, int len) {
        in.wrap(buf, off, off + len);
        start = off;
        frameOffset = off;
        wireType = PADDING;
        problem = len == 0 ? "is missing in an empty payload" : null;
    }

    /** Reads the next frame and returns its {@link FrameType}, {@link #END} or {@link #MALFORMED}. A run of PADDING is one frame. */
    public int next() {
        if (problem == null && in.remaining() == 0) {
            return END;
        }
        if (problem == null) {
            frameOffset = in.position();
            wireType = in.u8();
            readFields();
            if (in.failed()) {
                problem = "goes beyond the payload";
            }
        }
        return problem == null ? withoutFlags(wireType) : MALFORMED;
    }

    private void readFields() {
        switch (withoutFlags(wireType)) {
            case PADDING -> readPadding();
            case PING, HANDSHAKE_DONE -> {}
            case ACK -> readAck();
            case RESET_STREAM -> {
                streamId = in.varint();
                code = in.varint();
                finalSize = in.varint();
            }
            case STOP_SENDING -> {
                streamId = in.varint();
                code = in.varint();
            }
            case CRYPTO -> readCrypto();
            case STREAM -> readStream();
            case MAX_DATA, DATA_BLOCKED -> maximum = in.varint();
            case MAX_STREAM_DATA, STREAM_DATA_BLOCKED -> {
                streamId = in.varint();
                maximum = in.varint();
            }
            case MAX_STREAMS, STREAMS_BLOCKED -> {
                maximum = in.varint();
                require(maximum <= MAX_STREAMS_LIMIT, "has more than 2^60 streams");
            }
            case NEW_CONNECTION_ID -> readNewConnectionId();
            case RETIRE_CONNECTION_ID -> sequence = in.varint();
            case PATH_CHALLENGE, PATH_RESPONSE -> pathData = in.u64();
            case CLOSE, CLOSE_APPLICATION -> {
                code = in.varint();
                readData(true);
                require(dataLength <= MAX_CLOSE_TEXT, "has a text of more than 256 bytes");
            }
            case ACK_FREQUENCY -> readAckFrequency();
            case DATAGRAM -> readData(wireType != DATAGRAM);
            default -> problem = "is of an unknown type";
        }
    }

    private void readPadding() {
        byte[] buf = in.array();
        int end = in.position();
        int limit = end + in.remaining();
        while (end < limit && buf[end] == PADDING) {
            end++;
        }
        in.skip(end - in.position());
        dataOffset = frameOffset;
        dataLength = end - frameOffset;
    }

    private void readAck() {
        long high = in.varint();
        delayMicros = in.varint();
        long further = in.varint();
        long low = high - in.varint();
        if (further >= MAX_ACK_RANGES) {
            problem = "names more than 64 ranges";
            return;
        }
        rangeCount = (int) further + 1;
        if (ranges.length < 2 * rangeCount) {
            ranges = new long[2 * MAX_ACK_RANGES];
        }
        for (int i = 0; ; i++) {
            if (low < 0) {
                problem = "acknowledges packet numbers below 0";
                return;
            }
            ranges[2 * i] = low;
            ranges[2 * i + 1] = high;
            if (i == further) {
                return;
            }
            high = low - in.varint() - 2;
            low = high - in.varint();
        }
    }

    private void readCrypto() {
        offset = in.varint();
        readData(true);
        requireOffset();
    }

    private void readStream() {
        streamId = in.varint();
        offset = (wireType & STREAM_OFFSET) == 0 ? 0 : in.varint();
        fin = (wireType & STREAM_FIN) != 0;
        readData((wireType & STREAM_LENGTH) != 0);
        requireOffset();
    }

    private void readData(boolean withLength) {
        dataLength = withLength ? in.length() : in.remaining();
        dataOffset = in.skip(dataLength);
    }

    private void readNewConnectionId() {
        sequence = in.varint();
        retirePriorTo = in.varint();
        connectionId = in.u64();
        dataLength = RESET_TOKEN_LENGTH;
        dataOffset = in.skip(RESET_TOKEN_LENGTH);
        require(retirePriorTo <= sequence, "retires its own connection id");
    }

    private void readAckFrequency() {
        sequence = in.varint();
        long packets = in.varint();
        delayMicros = in.varint();
        packetThreshold = (int) packets;
        require(in.failed() || packets >= 1 && packets <= MAX_PACKET_THRESHOLD, "asks for other than 1 to 100 packets");
    }

    private void requireOffset() {
        require(offset <= VarInt.MAX - dataLength, "has data beyond the offset 2^62 - 1");
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            problem = otherwise;
        }
    }

    /** Why it is MALFORMED, for the text of a CLOSE. */
    public String problem() {
        String type = "frame 0x" + Integer.toHexString(wireType) + " at byte " + (frameOffset - start);
        return problem == null ? type + " is well-formed" : type + " " + problem;
    }

    /** The stream of RESET_STREAM, STOP_SENDING, STREAM, MAX_STREAM_DATA and STREAM_DATA_BLOCKED. */
    public long streamId() {
        return streamId;
    }

    /** Where the data of CRYPTO and STREAM begins in its stream; with its length at most {@link VarInt#MAX}. */
    public long offset() {
        return offset;
    }

    /** Whether a STREAM ends its stream. */
    public boolean fin() {
        return fin;
    }

    /** The code of RESET_STREAM, STOP_SENDING, CLOSE and CLOSE_APPLICATION. */
    public long code() {
        return code;
    }

    /** The final size of RESET_STREAM. */
    public long finalSize() {
        return finalSize;
    }

    /** What MAX_DATA, MAX_STREAM_DATA and MAX_STREAMS allow; the limit that the BLOCKED frames ran into. */
    public long maximum() {
        return maximum;
    }

    /** The sequence number of NEW_CONNECTION_ID, RETIRE_CONNECTION_ID and ACK_FREQUENCY. */
    public long sequence() {
        return sequence;
    }

    /** Below which sequence number NEW_CONNECTION_ID retires; at most its own. */
    public long retirePriorTo() {
        return retirePriorTo;
    }

    /** The id of NEW_CONNECTION_ID. Its reset token are the 16 bytes at {@link #dataOffset}. */
    public long connectionId() {
        return connectionId;
    }

    /** The eight bytes of PATH_CHALLENGE and PATH_RESPONSE. */
    public long pathData() {
        return pathData;
    }

    /** For how many packets ACK_FREQUENCY wants an acknowledgement, 1 to 100. */
    public int packetThreshold() {
        return packetThreshold;
    }

    /** The delay of an ACK, or the longest that ACK_FREQUENCY allows, in microseconds, up to {@link VarInt#MAX}. */
    public long delayMicros() {
        return delayMicros;
    }

    /** The largest packet number that an ACK names. */
    public long largest() {
        return ranges[1];
    }

    /** How many ranges an ACK names, 1 to {@link #MAX_ACK_RANGES}. */
    public int rangeCount() {
        return rangeCount;
    }

    /** The smallest packet number of a range; ranges descend, and at least one number is missing between two. */
    public long rangeLow(int index) {
        return ranges[2 * index];
    }

    /** The largest packet number of a range. */
    public long rangeHigh(int index) {
        return ranges[2 * index + 1];
    }

    /** All ranges of an ACK as {@link FrameWriter#writeAck} takes them; read it only, and not beyond the next call of {@link #next}. */
    public long[] ranges() {
        return ranges;
    }

    /** The array that is read. */
    public byte[] array() {
        return in.array();
    }

    /** Where in the array data, text, or reset token begin. */
    public int dataOffset() {
        return dataOffset;
    }

    /** How many bytes of data, text, token or PADDING there are. */
    public int dataLength() {
        return dataLength;
    }

    /** The text of CLOSE and CLOSE_APPLICATION; what is not UTF-8 is replaced. */
    public String text() {
        return new String(in.array(), dataOffset, dataLength, StandardCharsets.UTF_8);
    }
}
