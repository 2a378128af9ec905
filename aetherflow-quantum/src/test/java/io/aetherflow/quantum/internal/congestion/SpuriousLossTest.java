// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Packets that were told lost arrive after all. */
class SpuriousLossTest {
    private static final long LATE = VirtualClock.millis(15);

    @Test
    void bbrGoesBackToItsProbe() {
        Scenario scenario = new Scenario(50, 50, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeBW_REFILL", 10);
        Bbr bbr = Scenario.bbrOf(flow);
        long bound = bbr.longTerm.inFlight();
        delayPackets(flow, 40);
        flow.runInto("ProbeBW_UP", 1);
        flow.runInto("ProbeBW_DOWN", 0.2);
        assertThat(bbr.longTerm.inFlight()).isLessThan(bound);
        flow.runInto("ProbeBW_REFILL", 0.1);
        assertThat(bbr.longTerm.inFlight()).isEqualTo(bound);
        assertThat(bbr.shortTerm.bandwidth()).isEqualTo(ShortTermModel.UNBOUNDED);
    }

    @Test
    void cubicGetsItsWindowBack() {
        Scenario scenario = new Scenario(50, 50, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.cubic().startBulk();
        scenario.clock.run(0.3);
        long window = flow.controller.congestionWindow();
        delayPackets(flow, 40);
        flow.runInto("recovery", 1);
        assertThat(flow.controller.congestionWindow()).isLessThan(8 * flow.controller.congestionWindow());
        flow.runInto("slow start", 0.2);
        assertThat(flow.controller.congestionWindow()).isGreaterThanOrEqualTo(window);
    }

    @Test
    void cubicKeepsALowerWindowWhileOnePacketIsReallyLost() {
        Scenario scenario = new Scenario(50, 50, 1).queueOfBdp(20);
        VirtualFlow flow = scenario.cubic().startBulk();
        scenario.clock.run(0.3);
        long first = flow.sentPackets + 100;
        flow.extraDelay = number -> number == first ? VirtualClock.seconds(100) : late(number, first, 40);
        flow.runInto("recovery", 1);
        flow.runInto("congestion avoidance", 1);
        assertThat(flow.controller.phase()).isEqualTo("congestion avoidance");
    }

    private static void delayPackets(VirtualFlow flow, int count) {
        long first = flow.sentPackets + 100;
        flow.extraDelay = number -> late(number, first, count);
    }

    private static long late(long number, long first, int count) {
        return number >= first && number < first + count ? LATE : 0;
    }
}
