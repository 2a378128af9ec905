// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reading and writing packets allocates nothing. The first rounds warm up; then one round without an allocation is enough, since
 * what allocates does so in every round.
 */
class WireAllocationTest {
    private static final int MAX_ROUNDS = 200;
    private static final int REPEATS = 500;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] payload = new byte[20_000];
    private final byte[] token = new byte[40];
    private final long[] ranges = {990, 1000, 500, 988, 0, 3};
    private final FrameReader frames = new FrameReader();
    private final WireWriter writer = new WireWriter();
    private final Header header = new Header();

    /** Keeps what was read from being optimized away. */
    private long sum;

    @BeforeEach
    void allocationCanBeMeasured() {
        assumeTrue(threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled());
    }

    @Test
    void theMeasureSeesAnAllocation() {
        byte[][] kept = new byte[1][];
        assertThat(leastAllocated(() -> kept[0] = new byte[100])).isGreaterThanOrEqualTo(100L * REPEATS);
    }

    @Test
    void readingFramesOfEveryTypeAllocatesNothing() {
        writer.wrap(payload, 0, payload.length);
        FrameSample.all().stream()
                .filter(frame -> !frame.toEnd())
                .forEach(frame -> frame.write().accept(writer));
        int length = writer.position();
        assertThat(leastAllocated(() -> readFrames(length))).isZero();
    }

    @Test
    void readingMalformedFramesAllocatesNothing() {
        payload[0] = FrameType.PING;
        payload[1] = 0x47;
        assertThat(leastAllocated(() -> readFrames(2))).isZero();
    }

    @Test
    void readingHeadersAllocatesNothing() {
        byte[][] packets = PacketSample.all().stream().map(PacketSample::bytes).toArray(byte[][]::new);
        assertThat(leastAllocated(() -> {
                    for (byte[] packet : packets) {
                        sum += header.parse(packet, 0, packet.length) ? header.dcid() : 0;
                    }
                }))
                .isZero();
    }

    @Test
    void writingAPacketAllocatesNothing() {
        assertThat(leastAllocated(this::writePacket)).isZero();
    }

    private void readFrames(int length) {
        frames.wrap(payload, 0, length);
        for (int type = frames.next(); type >= 0; type = frames.next()) {
            sum += type + frames.offset() + frames.rangeLow(0);
        }
    }

    private void writePacket() {
        writer.wrap(payload, 0, 1200);
        Header.writeInitial(writer, sum, 2, token, 300, PacketNumbers.encodedLength(300, 2));
        Header.writeShort(writer, 1, true, 300, PacketNumbers.encodedLength(300, 2));
        FrameWriter.writeAck(writer, ranges, 3, 25);
        FrameWriter.writeStreamHeader(writer, 4, 100_000, 0, false, true);
        FrameWriter.writeMaxStreamData(writer, 4, 1L << 32);
        FrameWriter.writeDatagram(writer, token, 0, token.length, true);
        FrameWriter.writePadding(writer, writer.remaining());
        sum += PacketNumbers.decode(255, PacketNumbers.read(payload, 0, 2), 2);
    }

    private long leastAllocated(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < MAX_ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < REPEATS; i++) {
                work.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
