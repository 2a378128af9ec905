// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whole files arrive as they were sent, and the connection goes on. */
class TransferTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MEGABYTE = 1_000_000;

    private static void transfer(long seed, LinkConfig link, QuantumConfig config, int... sizes) {
        World world = new World(seed, link, config);
        Transfer transfer = world.transfer(sizes);
        world.network().run(transfer::isComplete, LIMIT);
        transfer.assertIntact();
        assertThat(world.client().closeReason()).isNull();
        assertThat(world.server().closeReason()).isNull();
    }

    @Test
    void threeFilesAtOnceThroughSmallWindows() {
        QuantumConfig small = QuantumConfig.builder()
                .connectionWindowBytes(100_000)
                .streamWindowBytes(60_000)
                .build();
        transfer(1, LinkConfig.DEFAULT, small, 2 * MEGABYTE, 3 * MEGABYTE, 5 * MEGABYTE);
    }

    @Test
    void almostTwoThousandTinyStreamsOfWhichAThousandMayBeOpen() {
        int[] sizes = new int[1_999];
        Arrays.fill(sizes, 32);
        transfer(2, LinkConfig.DEFAULT, QuantumConfig.defaults(), sizes);
    }

    @Test
    void twoInAHundredPacketsLost() {
        transfer(3, LinkConfig.DEFAULT.withLoss(0.02, 1.5), QuantumConfig.defaults(), 2 * MEGABYTE);
    }

    @Test
    void twoInAHundredPacketsDamaged() {
        transfer(4, LinkConfig.DEFAULT.withCorruption(0.02), QuantumConfig.defaults(), 2 * MEGABYTE);
    }
}
