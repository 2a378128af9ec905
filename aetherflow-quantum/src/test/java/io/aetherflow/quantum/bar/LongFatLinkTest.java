// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.stream.Stream;
import io.aetherflow.quantum.internal.stream.StreamSet;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** 100 Mbit/s with a round trip of 100 ms: windows that grow fill it, and stay small where nobody reads. */
class LongFatLinkTest {
    private static final LinkConfig LONG_AND_FAT =
            LinkConfig.DEFAULT.withDelay(Duration.ofMillis(50)).withRate(100_000_000, 850);
    private static final int BYTES = 50_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void bulkFillsItWithTheDefaults() {
        World world = new World(1, LONG_AND_FAT);
        Transfer transfer = world.transfer(BYTES);

        world.network().run(() -> transfer.written() > BYTES / 2, LIMIT);
        Duration started = world.network().elapsed();
        int before = transfer.written();
        world.network().run(() -> transfer.written() == BYTES, LIMIT);

        double micros = world.network().elapsed().minus(started).toNanos() / 1e3;
        assertThat((BYTES - before) * 8 / micros).as("Mbit/s of 100").isGreaterThanOrEqualTo(90);
    }

    @Test
    void peerOfAReaderThatDoesNotReadIsHeldUpSoon() {
        World world = new World(1, LONG_AND_FAT);
        world.network().run(world::isEstablished, LIMIT);
        for (int i = 0; i < 10; i++) {
            Stream stream = world.client().streams().open(StreamPriority.NORMAL);
            stream.write(new byte[1 << 20], 0, 1 << 20);
        }

        world.network().run(Duration.ofSeconds(10));

        long held = 0;
        StreamSet streams = world.server().streams();
        for (Stream stream = streams.accept(); stream != null; stream = streams.accept()) {
            held += stream.readable();
        }
        assertThat(held).isEqualTo(1 << 20);
    }
}
