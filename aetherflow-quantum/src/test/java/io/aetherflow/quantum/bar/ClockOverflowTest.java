// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.CongestionControl;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A monotonic clock may have any reading, and one that overflows goes on below zero. */
class ClockOverflowTest {
    private static final LinkConfig LINK = LinkConfig.DEFAULT.withLoss(0.01, 1);

    private static long before(Duration time) {
        return Long.MAX_VALUE - time.toNanos();
    }

    @ParameterizedTest
    @EnumSource
    void duringATransferChangesNothing(CongestionControl control) {
        QuantumConfig config =
                QuantumConfig.builder().congestionControl(control).build();
        assertThat(timeOfTransfer(config, before(Duration.ofSeconds(2)))).isEqualTo(timeOfTransfer(config, 0));
    }

    @ParameterizedTest
    @EnumSource
    void duringTheHandshakeChangesNothing(CongestionControl control) {
        QuantumConfig config =
                QuantumConfig.builder().congestionControl(control).build();
        assertThat(timeOfTransfer(config, before(Duration.ofMillis(10)))).isEqualTo(timeOfTransfer(config, 0));
    }

    private static Duration timeOfTransfer(QuantumConfig config, long start) {
        World world = new World(1, LINK, config, start);
        Transfer transfer = world.transfer(5_000_000);
        world.network().run(transfer::isComplete, Duration.ofSeconds(60));
        transfer.assertIntact();
        return world.network().elapsed();
    }

    @Test
    void duringAnIdleTimeoutChangesNothing() {
        QuantumConfig config = QuantumConfig.builder()
                .idleTimeout(Duration.ofSeconds(5))
                .keepAlive(Duration.ZERO)
                .build();
        World world = new World(1, LinkConfig.DEFAULT, config, before(Duration.ofSeconds(3)));

        world.network().run(() -> world.client().closeReason() != null, Duration.ofSeconds(6));

        assertThat(world.client().closeReason()).isEqualTo(new CloseReason.IdleTimeout());
        assertThat(world.network().elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }
}
