// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CongestionControl;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.recovery.RecoveryStats;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A link that holds 30 % of all packets back for up to three round trips and brings 10 % twice, and loses none. */
class ReorderedLinkTest {
    private static final int BYTES = 5_000_000;
    private static final LinkConfig LINK = LinkConfig.DEFAULT
            .withRate(10_000_000, 1_000)
            .withReordering(0.3, Duration.ofMillis(90))
            .withDuplication(0.1);

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"BBR, 1", "BBR, 2", "BBR_LOSSY_PATH, 1", "CUBIC, 1", "CUBIC, 2"})
    void transferIsIntactAndLossesAreTakenBack(CongestionControl control, long seed) {
        QuantumConfig config =
                QuantumConfig.builder().congestionControl(control).build();
        World world = new World(seed, LINK, config);
        Transfer transfer = world.transfer(BYTES);

        world.network().run(transfer::isComplete, Duration.ofSeconds(60));
        world.network().run(Duration.ofSeconds(1));

        transfer.assertIntact();
        RecoveryStats stats = world.client().recovery().stats();
        assertThat(world.up().lost()).isZero();
        assertThat(stats.packetsLost()).isLessThanOrEqualTo(stats.packetsSent() / 20);
        assertThat(stats.spuriousLosses()).isEqualTo(stats.packetsLost());
    }
}
