// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CubicTest {
    private static final int PACKET = 1_200;
    private static final long RTT = VirtualClock.millis(100);

    @Test
    void goodputOnTheDefaultLink() {
        Scenario scenario = Scenario.ofDefaultLink(1);
        assertThat(scenario.utilization(scenario.cubic().startBulk(), 40)).isGreaterThan(0.88);
    }

    @Test
    void windowIsBackAtItsMaximumAfterK() {
        CubicCurve curve = new CubicCurve();
        curve.congestionEvent(1_000);
        double window = 700;
        double seconds = Math.cbrt(300 / 0.4);
        long steps = Math.round(seconds * 1e9 / RTT);
        for (long step = 0; step < steps; step++) {
            assertThat(window).isLessThan(1_000);
            window = curve.grow(window, 1_000, window, RTT, step * RTT);
        }
        assertThat(window).isCloseTo(1_000, within(1.0));
    }

    @Test
    void renoFriendlyWindowGrowsByAlphaARound() {
        CubicCurve curve = new CubicCurve();
        curve.congestionEvent(10);
        double window = 7;
        long rtt = VirtualClock.millis(1);
        for (int round = 0; round < 4; round++) {
            window = curve.grow(window, 10, window, rtt, round * rtt);
        }
        assertThat(window).isCloseTo(7 + 4 * 9.0 / 17, within(0.01));
    }

    /** A window of 1,000 packets that grows by the cubic curve, and one of 100 that grows by Reno's line. */
    @ParameterizedTest
    @CsvSource({"1000, 100", "100, 1"})
    void windowGoesOnAsBeforeWhenPacketsBecomeLarger(int prior, int roundTripMillis) {
        long rtt = VirtualClock.millis(roundTripMillis);
        double smaller = 1_200.0 / 1_452;
        CubicCurve curve = new CubicCurve();
        curve.congestionEvent(prior);
        double window = 0.7 * prior;
        for (int round = 0; round < 20; round++) {
            window = curve.grow(window, prior, window, rtt, round * rtt);
        }

        curve.rescale(smaller);
        window *= smaller;
        double next = curve.grow(window, prior * smaller, window, rtt, 20 * rtt);

        assertThat(next).isBetween(window, 1.02 * window);
    }

    @Test
    void fastConvergenceGivesRoom() {
        CubicCurve curve = new CubicCurve();
        curve.congestionEvent(1_000);
        curve.congestionEvent(800);
        double window = 560;
        long now = 0;
        while (now < VirtualClock.seconds(Math.cbrt((680 - 560) / 0.4))) {
            window = curve.grow(window, 800, window, RTT, now);
            now += RTT;
        }
        assertThat(window).isCloseTo(680, within(1.0));
    }

    /** The average windows of RFC 9438 section 5.2 with deterministic loss, at a round trip of 100 ms. */
    @ParameterizedTest(name = "one of {0} lost")
    @CsvSource({"100, 12", "1000, 38", "10000, 187", "100000, 1054"})
    void averageWindowIsThatOfTheRfc(int packetsPerLoss, double average) {
        CubicCurve curve = new CubicCurve();
        double window = average;
        double prior = average;
        double sinceLoss = 0;
        double sum = 0;
        int rounds = 0;
        for (int round = 0; round < 40_000; round++) {
            sinceLoss += window;
            window = curve.grow(window, prior, window, RTT, round * RTT);
            if (sinceLoss >= packetsPerLoss) {
                sinceLoss -= packetsPerLoss;
                prior = window;
                curve.congestionEvent(window);
                window *= 0.7;
            }
            if (round > 10_000) {
                sum += window;
                rounds++;
            }
        }
        assertThat(sum / rounds).isCloseTo(average, within(0.15 * average));
    }

    @Test
    void oneRoundWithLossReducesOnce() {
        Scenario scenario = new Scenario(50, 50, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.cubic().startBulk();
        scenario.clock.run(0.3);
        scenario.link.loss(0.3);
        long[] before = {0};
        flow.onAck = () -> before[0] = before[0] == 0 ? flow.controller.congestionWindow() : before[0];
        flow.runInto("recovery", 0.2);
        scenario.link.loss(0);
        scenario.clock.run(0.04);
        assertThat(flow.controller.congestionWindow()).isBetween(before[0] * 6 / 10, before[0] * 2);
        assertThat(flow.controller.phase()).isEqualTo("recovery");
    }

    @Test
    void persistentCongestionLeavesTwoPackets() {
        Cubic cubic = new Cubic(PACKET, 0);
        cubic.persistentCongestion(0);
        assertThat(cubic.congestionWindow()).isEqualTo(2 * PACKET);
        assertThat(cubic.phase()).isEqualTo("slow start");
    }

    @Test
    void applicationLimitedFlowDoesNotGrowItsWindow() {
        Scenario scenario = new Scenario(50, 50, 1);
        VirtualFlow flow = scenario.cubic();
        flow.startMessages(PACKET, 20);
        scenario.clock.run(20);
        assertThat(flow.controller.congestionWindow()).isLessThan(20 * PACKET);
    }
}
