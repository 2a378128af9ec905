// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example cases of the draft that concern Startup and Drain. */
class BbrStartupTest {
    @ParameterizedTest(name = "{0} Mbit/s, {1} ms")
    @CsvSource({"1, 30", "10, 30", "10, 1", "50, 50", "100, 300"})
    void leavesStartupWithTheBandwidthOfTheLink(double megabits, double rttMillis) {
        Scenario scenario = new Scenario(megabits, rttMillis, 1);
        scenario.link.queue(Long.MAX_VALUE);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("Drain", 20);
        assertThat(flow.controller.bandwidth() / scenario.link.rate).isCloseTo(1, within(0.02));
        assertThat(Scenario.bbrOf(flow).fullPipe.isFullNow()).isTrue();
    }

    @Test
    void drainsToTheBandwidthDelayProduct() {
        Scenario scenario = new Scenario(50, 50, 1);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("Drain", 5);
        assertThat(flow.inFlight()).isGreaterThan(scenario.link.bdp());
        flow.runInto("ProbeBW_CRUISE", 1);
        assertThat(flow.inFlight()).isLessThanOrEqualTo((long) (1.02 * scenario.link.bdp()));
        assertThat(VirtualClock.seconds(0.3)).isGreaterThan(lengthOf(flow, "Drain"));
    }

    @Test
    void drainEndsAfterThreeRoundsWhenTheLinkSlowsDown() {
        Scenario scenario = new Scenario(50, 50, 1);
        scenario.queueOfBdp(10);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("Drain", 5);
        scenario.link.rate *= 0.25;
        long round = Scenario.bbrOf(flow).rounds.count();
        flow.runInto("ProbeBW_DOWN", 5);
        assertThat(Scenario.bbrOf(flow).rounds.count() - round).isEqualTo(4);
        assertThat(flow.inFlight()).isGreaterThan(scenario.link.bdp());
    }

    @Test
    void lossEndsStartupOfAnApplicationLimitedFlow() {
        Scenario scenario = new Scenario(50, 50, 1).loss(0.15);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT);
        flow.startMessages(5 * VirtualFlow.PACKET, 2);
        flow.runInto("Drain", 20);
        assertThat(Scenario.bbrOf(flow).longTerm.isBounded()).isTrue();
    }

    @Test
    void applicationLimitedFlowWithoutLossStaysInStartup() {
        Scenario scenario = new Scenario(50, 50, 1);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT);
        flow.startMessages(VirtualFlow.PACKET, 20);
        scenario.clock.run(30);
        assertThat(flow.controller.phase()).isEqualTo("Startup");
    }

    @Test
    void randomLossDoesNotEndStartupOnALossyPath() {
        Scenario scenario = new Scenario(50, 50, 1).loss(0.10);
        VirtualFlow flow = scenario.bbr(Profile.LOSSY_PATH).startBulk();
        flow.runInto("Drain", 5);
        assertThat(flow.controller.bandwidth() / scenario.link.rate).isGreaterThan(0.85);
    }

    @Test
    void probeRttInStartupGoesBackToStartup() {
        Scenario scenario = new Scenario(50, 50, 1);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT);
        flow.startMessages(20 * VirtualFlow.PACKET, 10);
        flow.runInto("ProbeRTT", 10);
        flow.runInto("Startup", 1);
        assertThat(Scenario.bbrOf(flow).fullPipe.reached()).isFalse();
    }

    private static long lengthOf(VirtualFlow flow, String phase) {
        for (int i = 0; i + 1 < flow.phases.size(); i++) {
            if (flow.phases.get(i).name().equals(phase)) {
                return flow.phases.get(i + 1).start() - flow.phases.get(i).start();
            }
        }
        throw new AssertionError("never in " + phase);
    }
}
