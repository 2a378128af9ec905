// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A valid frame: how it is written, how long that is, and what must be read.
 *
 * @param toEnd whether it goes to the end of the payload, so that it is valid when cut and must come last
 */
public record FrameSample(
        String name, int type, int size, boolean toEnd, Consumer<WireWriter> write, Consumer<FrameReader> check) {
    private static final byte[] DATA = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    private static final byte[] TOKEN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    /** Values on both sides of each length of an integer. */
    private static final long[] EDGES = {0, 63, 64, 16_383, 16_384, (1 << 30) - 1, 1 << 30, VarInt.MAX};

    public static List<FrameSample> all() {
        List<FrameSample> all = new ArrayList<>();
        all.add(frame(
                        "PADDING",
                        FrameType.PADDING,
                        7,
                        w -> FrameWriter.writePadding(w, 7),
                        in -> assertThat(in.dataLength()).isEqualTo(7))
                .goingToEnd());
        all.add(frame("PING", FrameType.PING, 1, FrameWriter::writePing, in -> {}));
        all.add(frame("HANDSHAKE_DONE", FrameType.HANDSHAKE_DONE, 1, FrameWriter::writeHandshakeDone, in -> {}));
        all.add(ack(0, 0));
        all.add(ack(VarInt.MAX, 0, VarInt.MAX));
        all.add(ack(25, 990, 1000, 500, 988, 499 - 2, 498, 0, 3));
        all.add(ack(16_384, manyRanges()));
        for (long edge : EDGES) {
            addStreamControl(all, edge);
            addConnectionControl(all, edge);
            addData(all, edge);
        }
        addCloses(all);
        return all;
    }

    private static void addStreamControl(List<FrameSample> all, long edge) {
        long other = VarInt.MAX - edge;
        all.add(frame(
                "RESET_STREAM " + edge,
                FrameType.RESET_STREAM,
                FrameWriter.size(edge, other, edge),
                w -> FrameWriter.writeResetStream(w, edge, other, edge),
                in -> {
                    assertThat(in.streamId()).isEqualTo(edge);
                    assertThat(in.code()).isEqualTo(other);
                    assertThat(in.finalSize()).isEqualTo(edge);
                }));
        all.add(frame(
                "STOP_SENDING " + edge,
                FrameType.STOP_SENDING,
                FrameWriter.size(edge, other),
                w -> FrameWriter.writeStopSending(w, edge, other),
                in -> {
                    assertThat(in.streamId()).isEqualTo(edge);
                    assertThat(in.code()).isEqualTo(other);
                }));
        all.add(maximum("MAX_DATA", FrameType.MAX_DATA, edge, FrameWriter::writeMaxData));
        all.add(maximum("DATA_BLOCKED", FrameType.DATA_BLOCKED, edge, FrameWriter::writeDataBlocked));
        all.add(maximum(
                "STREAMS_BLOCKED",
                FrameType.STREAMS_BLOCKED,
                Math.min(edge, 1L << 60),
                FrameWriter::writeStreamsBlocked));
        all.add(maximum("MAX_STREAMS", FrameType.MAX_STREAMS, Math.min(edge, 1L << 60), FrameWriter::writeMaxStreams));
        all.add(streamMaximum("MAX_STREAM_DATA", FrameType.MAX_STREAM_DATA, edge, FrameWriter::writeMaxStreamData));
        all.add(streamMaximum(
                "STREAM_DATA_BLOCKED", FrameType.STREAM_DATA_BLOCKED, edge, FrameWriter::writeStreamDataBlocked));
    }

    private static void addConnectionControl(List<FrameSample> all, long edge) {
        all.add(frame(
                "NEW_CONNECTION_ID " + edge,
                FrameType.NEW_CONNECTION_ID,
                FrameWriter.newConnectionIdSize(edge, edge / 2),
                w -> FrameWriter.writeNewConnectionId(w, edge, edge / 2, ~edge, TOKEN),
                in -> {
                    assertThat(in.sequence()).isEqualTo(edge);
                    assertThat(in.retirePriorTo()).isEqualTo(edge / 2);
                    assertThat(in.connectionId()).isEqualTo(~edge);
                    assertData(in, TOKEN, TOKEN.length);
                }));
        all.add(frame(
                "RETIRE_CONNECTION_ID " + edge,
                FrameType.RETIRE_CONNECTION_ID,
                FrameWriter.size(edge),
                w -> FrameWriter.writeRetireConnectionId(w, edge),
                in -> assertThat(in.sequence()).isEqualTo(edge)));
        all.add(frame(
                "PATH_CHALLENGE " + edge,
                FrameType.PATH_CHALLENGE,
                FrameWriter.PATH_FRAME_SIZE,
                w -> FrameWriter.writePathChallenge(w, ~edge),
                in -> assertThat(in.pathData()).isEqualTo(~edge)));
        all.add(frame(
                "PATH_RESPONSE " + edge,
                FrameType.PATH_RESPONSE,
                FrameWriter.PATH_FRAME_SIZE,
                w -> FrameWriter.writePathResponse(w, ~edge),
                in -> assertThat(in.pathData()).isEqualTo(~edge)));
        int packets = (int) Math.min(edge + 1, 100);
        all.add(frame(
                "ACK_FREQUENCY " + edge,
                FrameType.ACK_FREQUENCY,
                FrameWriter.size(edge, packets, VarInt.MAX - edge),
                w -> FrameWriter.writeAckFrequency(w, edge, packets, VarInt.MAX - edge),
                in -> {
                    assertThat(in.sequence()).isEqualTo(edge);
                    assertThat(in.packetThreshold()).isEqualTo(packets);
                    assertThat(in.delayMicros()).isEqualTo(VarInt.MAX - edge);
                }));
    }

    private static void addData(List<FrameSample> all, long edge) {
        long offset = Math.min(edge, VarInt.MAX - DATA.length);
        int header = FrameWriter.cryptoHeaderSize(offset, DATA.length);
        all.add(frame(
                "CRYPTO " + edge,
                FrameType.CRYPTO,
                header + DATA.length,
                w -> FrameWriter.writeCrypto(w, offset, DATA, 0, DATA.length),
                in -> {
                    assertThat(in.offset()).isEqualTo(offset);
                    assertData(in, DATA, DATA.length);
                }));
        for (boolean withLength : new boolean[] {true, false}) {
            all.add(stream(edge, offset, DATA.length, edge % 2 == 0, withLength));
            all.add(stream(edge, offset, 0, true, withLength));
            int size = FrameWriter.datagramHeaderSize(DATA.length, withLength) + DATA.length;
            FrameSample datagram = frame(
                    "DATAGRAM " + withLength,
                    FrameType.DATAGRAM,
                    size,
                    w -> FrameWriter.writeDatagram(w, DATA, 0, DATA.length, withLength),
                    in -> assertData(in, DATA, DATA.length));
            all.add(withLength ? datagram : datagram.goingToEnd());
        }
    }

    private static FrameSample stream(long id, long offset, int length, boolean fin, boolean withLength) {
        String name = "STREAM " + id + " at " + offset + " length " + (withLength ? length : "to end");
        int size = FrameWriter.streamHeaderSize(id, offset, length, withLength) + length;
        FrameSample sample = frame(
                name,
                FrameType.STREAM,
                size,
                w -> {
                    FrameWriter.writeStreamHeader(w, id, offset, length, fin, withLength);
                    w.bytes(DATA, 0, length);
                },
                in -> {
                    assertThat(in.streamId()).isEqualTo(id);
                    assertThat(in.offset()).isEqualTo(offset);
                    assertThat(in.fin()).isEqualTo(fin);
                    assertData(in, DATA, length);
                });
        return withLength ? sample : sample.goingToEnd();
    }

    private static void addCloses(List<FrameSample> all) {
        for (String text : List.of("", "why", "é".repeat(128))) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            int size = FrameWriter.size(0x100, bytes) + bytes;
            Consumer<FrameReader> check = in -> {
                assertThat(in.code()).isEqualTo(0x100);
                assertThat(in.text()).isEqualTo(text);
            };
            all.add(frame("CLOSE", FrameType.CLOSE, size, w -> FrameWriter.writeClose(w, 0x100, text), check));
            all.add(frame(
                    "CLOSE_APPLICATION",
                    FrameType.CLOSE_APPLICATION,
                    size,
                    w -> FrameWriter.writeCloseApplication(w, 0x100, text),
                    check));
        }
    }

    private static FrameSample ack(long delay, long... ranges) {
        long[] lowHigh = ranges.length == 1 ? new long[] {ranges[0], ranges[0]} : ranges;
        int count = lowHigh.length / 2;
        String name = "ACK of " + count + " ranges from " + lowHigh[1] + " down";
        return frame(
                name,
                FrameType.ACK,
                FrameWriter.ackSize(lowHigh, count, delay),
                w -> FrameWriter.writeAck(w, lowHigh, count, delay),
                in -> {
                    assertThat(in.largest()).isEqualTo(lowHigh[1]);
                    assertThat(in.delayMicros()).isEqualTo(delay);
                    assertThat(in.rangeCount()).isEqualTo(count);
                    assertThat(in.ranges()).startsWith(lowHigh);
                    for (int i = 0; i < count; i++) {
                        assertThat(in.rangeLow(i)).isEqualTo(lowHigh[2 * i]);
                        assertThat(in.rangeHigh(i)).isEqualTo(lowHigh[2 * i + 1]);
                    }
                });
    }

    private static long[] manyRanges() {
        long[] ranges = new long[2 * FrameReader.MAX_ACK_RANGES];
        long high = 1L << 40;
        for (int i = 0; i < ranges.length; i += 2) {
            ranges[i] = high - 1000 * i;
            ranges[i + 1] = high;
            high = ranges[i] - 2 - i;
        }
        return ranges;
    }

    private static FrameSample maximum(String name, int type, long value, LongWriter writer) {
        return frame(
                name + " " + value,
                type,
                FrameWriter.size(value),
                w -> writer.write(w, value),
                in -> assertThat(in.maximum()).isEqualTo(value));
    }

    private static FrameSample streamMaximum(String name, int type, long value, TwoLongsWriter writer) {
        long id = VarInt.MAX - value;
        return frame(name + " " + value, type, FrameWriter.size(id, value), w -> writer.write(w, id, value), in -> {
            assertThat(in.streamId()).isEqualTo(id);
            assertThat(in.maximum()).isEqualTo(value);
        });
    }

    private static FrameSample frame(
            String name, int type, int size, Consumer<WireWriter> write, Consumer<FrameReader> check) {
        return new FrameSample(name, type, size, false, write, check);
    }

    private FrameSample goingToEnd() {
        return new FrameSample(name + " to the end", type, size, true, write, check);
    }

    private static void assertData(FrameReader in, byte[] data, int length) {
        assertThat(in.dataLength()).isEqualTo(length);
        byte[] array = in.array();
        assertThat(Arrays.copyOfRange(array, in.dataOffset(), in.dataOffset() + length))
                .isEqualTo(Arrays.copyOf(data, length));
    }

    /** The frame's bytes. */
    public byte[] bytes() {
        byte[] buf = new byte[2000];
        WireWriter w = new WireWriter().wrap(buf, 0, buf.length);
        write.accept(w);
        return Arrays.copyOf(buf, w.position());
    }

    @Override
    public String toString() {
        return name;
    }

    private interface LongWriter {
        void write(WireWriter w, long value);
    }

    private interface TwoLongsWriter {
        void write(WireWriter w, long first, long second);
    }
}
