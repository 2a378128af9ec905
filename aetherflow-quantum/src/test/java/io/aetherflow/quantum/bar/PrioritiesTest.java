// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CongestionControl;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.stream.Stream;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A kilobyte that is urgent overtakes 100 MB that are not: it waits for what is in the link's queue, not for what is in ours. */
class PrioritiesTest {
    private static final int BULK_BYTES = 100_000_000;
    private static final int URGENT_BYTES = 1_000;
    private static final int MESSAGES = 200;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration ROUND_TRIP = Duration.ofMillis(30);
    private static final int QUEUE = 25;
    /** On the link, and between two packets that are paced. */
    private static final Duration PACKET = Duration.ofNanos(1_200_000);

    private final byte[] bytes = new byte[64 << 10];
    private long bulkWritten;

    @ParameterizedTest
    @EnumSource
    void urgentBytesOvertakeBulk(CongestionControl control) {
        QuantumConfig config =
                QuantumConfig.builder().congestionControl(control).build();
        World world = new World(1, LinkConfig.DEFAULT, config);
        world.network().run(world::isEstablished, Duration.ofSeconds(1));
        beginBulk(world);
        Urgent urgent = new Urgent(world);
        world.network().run(() -> urgent.received == MESSAGES, Duration.ofSeconds(60));

        Arrays.sort(urgent.nanos);
        assertThat(Duration.ofNanos(urgent.nanos[MESSAGES * 99 / 100]))
                .isLessThanOrEqualTo(ROUND_TRIP.plus(PACKET.multipliedBy(QUEUE + 2)));
        assertThat(bulkWritten).as("bulk goes on").isGreaterThan(20_000_000);
    }

    private void beginBulk(World world) {
        Stream bulk = world.client().streams().open(StreamPriority.BULK);
        writeBulk(bulk);
        world.network().run(INTERVAL);
        Stream incoming = world.server().streams().accept();
        world.clientEndpoint().application((connection, now) -> writeBulk(bulk));
        world.serverEndpoint().application((connection, now) -> readAll(incoming));
    }

    private void writeBulk(Stream bulk) {
        int n = 1;
        while (n > 0 && bulkWritten < BULK_BYTES) {
            n = bulk.write(bytes, 0, (int) Math.min(bytes.length, BULK_BYTES - bulkWritten));
            bulkWritten += n;
        }
    }

    private long readAll(Stream incoming) {
        long total = 0;
        for (int n = incoming.read(bytes, 0, bytes.length); n > 0; n = incoming.read(bytes, 0, bytes.length)) {
            total += n;
        }
        return total;
    }

    /** Messages on stream 0 in regular intervals, and how long after each was written its last byte was read. */
    private final class Urgent {
        private final long[] nanos = new long[MESSAGES];
        private final long firstWritten;
        private long read;
        private int received;

        Urgent(World world) {
            world.client().streams().messages().priority(StreamPriority.LATENCY);
            firstWritten = world.network().now() + INTERVAL.toNanos();
            for (int i = 1; i <= MESSAGES; i++) {
                world.network()
                        .after(
                                INTERVAL.multipliedBy(i),
                                () -> world.client().streams().messages().write(bytes, 0, URGENT_BYTES));
            }
            world.serverEndpoint()
                    .application((connection, now) -> read(connection.streams().messages(), now));
        }

        private void read(Stream messages, long now) {
            read += readAll(messages);
            for (; read >= (received + 1L) * URGENT_BYTES; received++) {
                nanos[received] = now - firstWritten - received * INTERVAL.toNanos();
            }
        }
    }
}
