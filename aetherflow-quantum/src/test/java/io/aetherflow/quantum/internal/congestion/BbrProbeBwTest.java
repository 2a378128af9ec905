// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The example cases of the draft that concern ProbeBW. */
class BbrProbeBwTest {
    @Test
    void phasesFollowEachOther() {
        VirtualFlow flow = new Scenario(50, 50, 1).bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_UP", 10);
        flow.runInto("ProbeBW_CRUISE", 2);
        List<String> names = flow.phases.stream().map(VirtualFlow.Phase::name).toList();
        assertThat(names)
                .startsWith("Startup", "Drain")
                .containsSubsequence(
                        "ProbeBW_CRUISE", "ProbeBW_REFILL", "ProbeBW_UP", "ProbeBW_DOWN", "ProbeBW_CRUISE");
    }

    @Test
    void probeEndsWhenMoreIsNotDeliveredFaster() {
        Scenario scenario = new Scenario(50, 50, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_UP", 10);
        long dropped = scenario.link.dropped;
        flow.runInto("ProbeBW_DOWN", 2);
        assertThat(scenario.link.dropped).isEqualTo(dropped);
        assertThat(Scenario.bbrOf(flow).fullPipe.isFullNow()).isTrue();
    }

    @Test
    void probeWithoutLossNeverEndsWhileTheApplicationLimitsIt() {
        Scenario scenario = new Scenario(50, 50, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_REFILL", 10);
        flow.stopBulk();
        flow.startMessages(VirtualFlow.PACKET, 5);
        flow.runInto("ProbeBW_UP", 2);
        long bandwidth = flow.controller.bandwidth();
        int phases = flow.phases.size();
        flow.runInto("ProbeRTT", 6);
        assertThat(flow.phases.get(phases).name()).isEqualTo("ProbeRTT");
        assertThat(flow.controller.bandwidth()).isEqualTo(bandwidth);
    }

    @Test
    void lossInAProbeEndsItAndBoundsWhatIsInFlight() {
        Scenario scenario = new Scenario(50, 50, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_UP", 10);
        scenario.link.loss(0.1);
        flow.runInto("ProbeBW_DOWN", 0.2);
        Bbr bbr = Scenario.bbrOf(flow);
        assertThat(bbr.probeBw.previousTooHigh).isTrue();
        assertThat(bbr.longTerm.inFlight()).isBetween((long) (0.69 * scenario.link.bdp()), 2 * scenario.link.bdp());
    }

    @Test
    void probeAfterOneThatWentTooHighIsPrecautionary() {
        Scenario scenario = new Scenario(50, 50, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_UP", 10);
        scenario.link.loss(0.1);
        flow.runInto("ProbeBW_DOWN", 0.2);
        scenario.link.loss(0);
        flow.runInto("ProbeBW_UP", 10);
        flow.runInto("ProbeBW_DOWN", 2);
        assertThat(Scenario.bbrOf(flow).probeBw.previousPrecautionary).isTrue();
        flow.runInto("ProbeBW_REFILL", 0.2);
        long bound = Scenario.bbrOf(flow).longTerm.inFlight();
        flow.runInto("ProbeBW_UP", 0.2);
        scenario.clock.run(0.2);
        assertThat(Scenario.bbrOf(flow).longTerm.inFlight()).isGreaterThan(bound);
    }

    @Test
    void downEndsWhenTheQueueIsGone() {
        Scenario scenario = new Scenario(50, 50, 1);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_UP", 10);
        flow.runInto("ProbeBW_DOWN", 2);
        flow.runInto("ProbeBW_CRUISE", 2);
        Bbr bbr = Scenario.bbrOf(flow);
        assertThat(flow.inFlight() - 2 * VirtualFlow.PACKET)
                .isLessThanOrEqualTo(bbr.longTerm.withHeadroom())
                .isLessThanOrEqualTo(bbr.control.inFlight(bbr.bandwidthFilter.max()));
    }

    @Test
    void downGoesOnToTheNextProbeWhenTheQueueStays() {
        Scenario scenario = new Scenario(50, 10, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_UP", 10);
        flow.runInto("ProbeBW_DOWN", 2);
        int phase = flow.phases.size();
        scenario.link.rate *= 0.85;
        flow.runInto("ProbeBW_REFILL", 4);
        assertThat(flow.phases.get(phase).name()).isEqualTo("ProbeBW_REFILL");
    }

    @Test
    void tenTimesTheBandwidthIsFound() {
        Scenario scenario = new Scenario(10, 30, 1).queueOfBdp(10);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        scenario.clock.run(6);
        scenario.link.rate *= 10;
        scenario.clock.run(6);
        assertThat(flow.controller.bandwidth() / scenario.link.rate).isCloseTo(1, within(0.05));
        assertThat(scenario.utilization(flow, 5)).isGreaterThan(0.9);
    }

    @Test
    void tenthOfTheBandwidthIsAdaptedTo() {
        Scenario scenario = new Scenario(100, 30, 1);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_CRUISE", 4);
        scenario.link.rate /= 10;
        long[] shortTerm = {Long.MAX_VALUE};
        flow.onAck = () -> shortTerm[0] =
                Math.min(shortTerm[0], Scenario.bbrOf(flow).shortTerm.bandwidth());
        scenario.clock.run(2.5);
        assertThat(shortTerm[0] / scenario.link.rate).isLessThan(5);
        scenario.clock.run(10);
        assertThat(Scenario.bbrOf(flow).bandwidthFilter.max() / scenario.link.rate)
                .isCloseTo(1, within(0.05));
        assertThat(scenario.utilization(flow, 5)).isGreaterThan(0.9);
    }
}
