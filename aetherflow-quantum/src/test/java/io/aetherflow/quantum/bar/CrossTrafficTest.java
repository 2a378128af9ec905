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
import org.junit.jupiter.params.provider.CsvSource;

/** Two whole connections with bulk to send over the default link, whose queue is one bandwidth-delay product. */
class CrossTrafficTest {
    private static final int BYTES = 50_000_000;
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final int RUNS = 2;

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"BBR, CUBIC", "CUBIC, BBR", "BBR_LOSSY_PATH, CUBIC", "CUBIC, BBR_LOSSY_PATH"})
    void eachHasItsShareBesideCubic(CongestionControl first, CongestionControl second) {
        assertThat(share(first, second)).isBetween(0.3, 0.7);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"BBR, BBR", "BBR_LOSSY_PATH, BBR_LOSSY_PATH"})
    void equalsShareFairly(CongestionControl first, CongestionControl second) {
        double share = share(first, second);
        double jain = 1 / (2 * (share * share + (1 - share) * (1 - share)));
        assertThat(jain).isGreaterThanOrEqualTo(0.8);
    }

    /** The part of the one that begins a second earlier, of a few runs. */
    private static double share(CongestionControl first, CongestionControl second) {
        double earlyBytes = 0;
        double lateBytes = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            World world = new World(seed, LinkConfig.DEFAULT, config(first));
            Transfer early = world.transfer(BYTES);
            world.network().run(Duration.ofSeconds(1));
            Transfer late = world.beside(config(second)).transfer(BYTES);
            world.network().run(SETTLING);
            earlyBytes -= early.read();
            lateBytes -= late.read();
            world.network().run(MEASURED);
            earlyBytes += early.read();
            lateBytes += late.read();
        }
        return earlyBytes / (earlyBytes + lateBytes);
    }

    private static QuantumConfig config(CongestionControl control) {
        return QuantumConfig.builder().congestionControl(control).build();
    }
}
