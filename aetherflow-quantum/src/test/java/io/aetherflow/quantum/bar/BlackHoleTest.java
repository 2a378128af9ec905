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
import org.junit.jupiter.params.provider.CsvSource;

/** A link that goes away and comes back. */
class BlackHoleTest {
    private static final int BYTES = 10_000_000;
    private static final Duration ON = Duration.ofSeconds(5);

    /** So many outages, each after a time without one; both ways, or only one of them. */
    private static void outages(World world, int times, Duration off, boolean up, boolean down) {
        if (times == 0) {
            return;
        }
        world.network().after(ON, () -> {
            world.up().setUp(!up);
            world.down().setUp(!down);
            world.network().after(off, () -> {
                world.up().setUp(true);
                world.down().setUp(true);
                outages(world, times - 1, off, up, down);
            });
        });
    }

    @ParameterizedTest(name = "{0}, {1} outages of {2} ms, to the server {3}, to the client {4}")
    @CsvSource({
        "BBR, 9, 2000, true, true",
        "BBR_LOSSY_PATH, 9, 2000, true, true",
        "CUBIC, 9, 2000, true, true",
        "BBR, 9, 2000, true, false",
        "BBR, 9, 2000, false, true",
        "CUBIC, 9, 2000, false, true",
        "BBR, 9, 50, true, true",
        "BBR, 1, 5000, true, true",
        "CUBIC, 1, 5000, true, true",
    })
    void transferGoesOnAfterEachOutage(CongestionControl control, int times, int offMillis, boolean up, boolean down) {
        World world = new World(
                1,
                LinkConfig.DEFAULT,
                QuantumConfig.builder().congestionControl(control).build());
        Transfer transfer = world.transfer(BYTES);
        outages(world, times, Duration.ofMillis(offMillis), up, down);

        world.network().run(transfer::isComplete, Duration.ofSeconds(60));

        transfer.assertIntact();
        assertThat(world.client().closeReason()).isNull();
    }

    @Test
    void outageLongerThanTheIdleTimeoutEndsBothEndsWithThatReason() {
        QuantumConfig config =
                QuantumConfig.builder().idleTimeout(Duration.ofSeconds(4)).build();
        World world = new World(2, LinkConfig.DEFAULT, config);
        Transfer transfer = world.transfer(BYTES);
        world.network().run(ON);
        world.up().setUp(false);
        world.down().setUp(false);

        world.network()
                .run(
                        () -> world.client().closeReason() != null
                                && world.server().closeReason() != null,
                        Duration.ofSeconds(6));

        assertThat(world.client().closeReason()).isEqualTo(new CloseReason.IdleTimeout());
        assertThat(world.server().closeReason()).isEqualTo(new CloseReason.IdleTimeout());
        assertThat(transfer.isComplete()).isFalse();
    }
}
