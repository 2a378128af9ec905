// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.wire.FrameType;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StreamAllocationTest {
    private static final int ROUNDS = 20_000;
    private static final int PACKET = 1100;

    private final ChunkPool pool = new ChunkPool(256);
    private final StreamLimits limits = new StreamLimits(64_000, 64_000, 128_000, 10);
    private final StreamSet client = new StreamSet(true, limits, pool);
    private final StreamSet server = new StreamSet(false, limits, pool);
    private final DatagramQueue datagrams = new DatagramQueue(pool, 16, 16_000);
    private final byte[] bytes = new byte[20_000];
    private final byte[] packet = new byte[PACKET];
    private long bytesRead;
    private long framesSent;

    @Test
    void writingSendingLosingAndReadingAllocateNothing() {
        client.peerLimits(128_000, 64_000, 10);
        server.peerLimits(128_000, 64_000, 10);
        Stream bulk = Objects.requireNonNull(client.open(StreamPriority.BULK));
        rounds(bulk);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        rounds(bulk);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytesRead).as("bytes moved").isGreaterThan(2L * ROUNDS * 10_000);
        assertThat(allocated / (double) ROUNDS).as("bytes per round").isLessThan(0.1);
    }

    private void rounds(Stream bulk) {
        for (int round = 0; round < ROUNDS; round++) {
            bulk.write(bytes, 0, bytes.length);
            client.messages().write(bytes, 0, 30);
            datagrams.offer(bytes, 0, 500);
            for (Stream stream = client.nextToSend(); stream != null; stream = client.nextToSend()) {
                send(stream);
            }
            for (Stream stream = server.accept(); stream != null; stream = server.accept()) {
                stream.takeReadable();
            }
            for (Stream stream = server.pollEvent(); stream != null; stream = server.pollEvent()) {
                for (int n = 1; n > 0; bytesRead += Math.max(0, n)) {
                    n = stream.read(packet, 0, PACKET);
                }
            }
            passControls();
            datagrams.nextLength(round);
            datagrams.poll(packet, 0);
        }
    }

    /** Every seventh frame is lost and goes again, behind those that follow. */
    private void send(Stream stream) {
        client.pull(stream, PACKET);
        long offset = stream.frameOffset();
        int length = stream.frameLength();
        if (++framesSent % 7 == 0 && client.nextToSend() != null) {
            Stream next = Objects.requireNonNull(client.nextToSend());
            if (next == stream) {
                client.pull(next, PACKET);
                deliver(next, next.frameOffset(), next.frameLength());
            }
            client.dataLost(stream.id(), offset, length, false);
        } else {
            deliver(stream, offset, length);
        }
    }

    private void deliver(Stream stream, long offset, int length) {
        stream.copyFrame(packet, 0);
        server.onStream(stream.id(), offset, packet, 0, length, false);
        client.dataAcked(stream.id(), offset, length, false);
    }

    private void passControls() {
        for (ControlFrame frame = server.nextControl(); frame != null; frame = server.nextControl()) {
            if (frame.type() == FrameType.MAX_DATA) {
                client.onMaxData(frame.value());
            } else {
                client.onMaxStreamData(frame.streamId(), frame.value());
            }
            server.controlTaken();
        }
        for (ControlFrame frame = client.nextControl(); frame != null; frame = client.nextControl()) {
            client.controlTaken();
        }
    }
}
