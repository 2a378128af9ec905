// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two bulk flows over one link. */
class SharingTest {
    @ParameterizedTest(name = "{0}, a queue of {1} bandwidth-delay products, seed {2}")
    @CsvSource({
        "DEFAULT, 1, 1",
        "DEFAULT, 1, 2",
        "DEFAULT, 0.2, 1",
        "LOSSY_PATH, 1, 1",
        "LOSSY_PATH, 1, 2",
        "LOSSY_PATH, 0.2, 1",
        "LOSSY_PATH, 0.2, 2"
    })
    void twoBbrFlowsShareEqually(Profile profile, double queue, long seed) {
        Scenario scenario = new Scenario(10, 30, seed).queueOfBdp(queue);
        assertThat(jain(share(scenario, scenario.bbr(profile), scenario.bbr(profile))))
                .isGreaterThan(0.8);
    }

    @ParameterizedTest(name = "{0}, a queue of {1} bandwidth-delay products, seed {2}")
    @CsvSource({
        "DEFAULT, 0.2, 1",
        "DEFAULT, 0.8, 1",
        "DEFAULT, 1, 1",
        "DEFAULT, 1, 2",
        "DEFAULT, 2, 1",
        "LOSSY_PATH, 0.2, 1",
        "LOSSY_PATH, 0.2, 2",
        "LOSSY_PATH, 0.3, 1",
        "LOSSY_PATH, 0.8, 1",
        "LOSSY_PATH, 1, 1",
        "LOSSY_PATH, 1, 2",
        "LOSSY_PATH, 2, 1"
    })
    void bbrLeavesCubicItsShare(Profile profile, double queue, long seed) {
        Scenario scenario = new Scenario(10, 30, seed).queueOfBdp(queue);
        assertThat(share(scenario, scenario.bbr(profile), scenario.cubic())).isBetween(0.3, 0.7);
    }

    /** The first flow's part, after both had ten seconds to find it. */
    private static double share(Scenario scenario, VirtualFlow first, VirtualFlow second) {
        first.startBulk();
        scenario.clock.run(1);
        second.startBulk();
        scenario.clock.run(10);
        long firstBefore = first.ackedBytes;
        long secondBefore = second.ackedBytes;
        scenario.clock.run(40);
        double firstBytes = first.ackedBytes - firstBefore;
        double secondBytes = second.ackedBytes - secondBefore;
        return firstBytes / (firstBytes + secondBytes);
    }

    private static double jain(double share) {
        double other = 1 - share;
        return 1 / (2 * (share * share + other * other));
    }
}
