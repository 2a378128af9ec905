// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The example cases of the draft that concern odd paths, and goodput with loss. */
class BbrPathsTest {
    @ParameterizedTest
    @EnumSource(Profile.class)
    void goodputOnTheDefaultLink(Profile profile) {
        Scenario scenario = Scenario.ofDefaultLink(1);
        assertThat(scenario.utilization(scenario.bbr(profile).startBulk(), 40)).isGreaterThan(0.88);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void settlesAtThePolicedRate(Profile profile) {
        Scenario scenario = new Scenario(50, 30, 1);
        VirtualFlow flow = scenario.bbr(profile);
        double policed = Bottleneck.bytesPerSecond(10);
        scenario.link.police(policed, 200_000);
        flow.startBulk();
        scenario.clock.run(10);
        long sent = flow.sentPackets;
        long lost = flow.lostPackets;
        double goodput = flow.goodput(20);
        assertThat(goodput / policed).isGreaterThan(0.8);
        assertThat((double) (flow.lostPackets - lost) / (flow.sentPackets - sent))
                .isLessThan(0.1);
    }

    @ParameterizedTest(name = "acknowledgements every {0} ms")
    @ValueSource(ints = {10, 25, 50})
    void aggregatedAcknowledgementsDoNotStallIt(int millis) {
        Scenario scenario = new Scenario(20, 30, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT);
        flow.ackGrid = VirtualClock.millis(millis);
        flow.startBulk();
        flow.runInto("ProbeBW_CRUISE", 5);
        scenario.clock.run(1);
        assertThat(flow.controller.bandwidth() / scenario.link.rate).isCloseTo(1, within(0.1));
        assertThat(Scenario.bbrOf(flow).aggregation.extraAcked())
                .isGreaterThan((long) (scenario.link.rate * millis / 1_000 / 2));
        assertThat(flow.controller.congestionWindow()).isGreaterThan(2 * scenario.link.bdp());
        assertThat(scenario.utilization(flow, 10)).isGreaterThan(0.9);
    }

    @ParameterizedTest(name = "{0} Mbit/s, {1} ms")
    @CsvSource({"0.064, 10", "0.5, 5", "2, 1"})
    void pathOfLessThanAPacketIsFilled(double megabits, double rttMillis) {
        Scenario scenario = new Scenario(megabits, rttMillis, 1);
        scenario.link.queue(10L * VirtualFlow.PACKET);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT);
        flow.ackEvery = 2;
        flow.startBulk();
        scenario.clock.run(10);
        assertThat(scenario.link.bdp()).isLessThan(VirtualFlow.PACKET);
        assertThat(flow.controller.congestionWindow()).isGreaterThanOrEqualTo(4L * VirtualFlow.PACKET);
        assertThat(scenario.utilization(flow, 20)).isGreaterThan(0.9);
        assertThat(flow.controller.bandwidth() / scenario.link.rate).isCloseTo(1, within(0.1));
    }

    @ParameterizedTest(name = "an acknowledgement for {0}")
    @ValueSource(ints = {1, 2})
    void oneInAHundredLost(int ackEvery) {
        assertThat(meanUtilization(Profile.DEFAULT, 0.01, ackEvery, 6)).isGreaterThan(0.80);
    }

    @ParameterizedTest(name = "{0} lost")
    @CsvSource({"0.05, 0.75", "0.10, 0.65"})
    void randomLossOnALossyPath(double loss, double least) {
        assertThat(meanUtilization(Profile.LOSSY_PATH, loss, 1, 2)).isGreaterThan(least);
    }

    private static double meanUtilization(Profile profile, double loss, int ackEvery, int seeds) {
        double sum = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Scenario scenario = new Scenario(50, 50, seed).loss(loss);
            VirtualFlow flow = scenario.bbr(profile);
            flow.ackEvery = ackEvery;
            sum += scenario.utilization(flow.startBulk(), 30);
        }
        return sum / seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void thinFlowWithLossKeepsSendingWhatIsOffered(long seed) {
        Scenario scenario = new Scenario(50, 100, seed);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_CRUISE", 10);
        flow.stopBulk();
        scenario.link.loss(0.3);
        flow.startMessages(VirtualFlow.PACKET, 10);
        Bbr bbr = Scenario.bbrOf(flow);
        long[] slowest = {Long.MAX_VALUE};
        flow.onAck = () -> slowest[0] = Math.min(slowest[0], bbr.shortTerm.bandwidth());
        flow.runInto("ProbeBW_REFILL", 5);
        // With what is lost and sent again it is 1.4 times as much, which is what the bound must bear.
        long offered = 100 * VirtualFlow.PACKET;
        assertThat(slowest[0]).isBetween(offered * 13 / 10, offered * 4);
    }
}
