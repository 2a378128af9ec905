// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CongestionControl;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 10 MB over the default link, from the first packet of the handshake to the last byte that is read: at least 8.8 of 10 Mbit/s. */
class GoodputTest {
    private static final int BYTES = 10_000_000;
    private static final int RUNS = 5;
    private static final double LEAST_MEGABITS = 8.8;

    @ParameterizedTest
    @EnumSource
    void bulkUsesTheLink(CongestionControl control) {
        QuantumConfig config =
                QuantumConfig.builder().congestionControl(control).build();
        for (int seed = 0; seed < RUNS; seed++) {
            World world = new World(seed, LinkConfig.DEFAULT, config);
            Transfer transfer = world.transfer(BYTES);
            world.network().run(transfer::isComplete, Duration.ofSeconds(20));
            transfer.assertIntact();
            double megabits = BYTES * 8 / (world.network().elapsed().toNanos() / 1e3);
            assertThat(megabits).as("seed %d", seed).isGreaterThanOrEqualTo(LEAST_MEGABITS);
        }
    }
}
