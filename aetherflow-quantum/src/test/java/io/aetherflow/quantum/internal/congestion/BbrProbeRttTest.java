// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example cases of the draft that concern ProbeRTT and idle connections. */
class BbrProbeRttTest {
    @Test
    void probesEveryFiveSecondsForTwoHundredMilliseconds() {
        Scenario scenario = new Scenario(10, 50, 1);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        scenario.clock.run(30);
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i + 1 < flow.phases.size(); i++) {
            if (flow.phases.get(i).name().equals("ProbeRTT")) {
                starts.add(flow.phases.get(i).start());
                long length =
                        flow.phases.get(i + 1).start() - flow.phases.get(i).start();
                assertThat(length).isBetween(VirtualClock.millis(200), VirtualClock.millis(350));
            }
        }
        assertThat(starts).hasSizeBetween(5, 6);
        for (int i = 1; i < starts.size(); i++) {
            assertThat(starts.get(i) - starts.get(i - 1)).isBetween(VirtualClock.seconds(5), VirtualClock.seconds(5.6));
        }
    }

    @Test
    void sendsHalfOfTheBandwidthDelayProductMeanwhile() {
        Scenario scenario = new Scenario(50, 50, 1);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        flow.runInto("ProbeRTT", 10);
        scenario.clock.run(0.15);
        assertThat(flow.inFlight()).isBetween(scenario.link.bdp() * 4 / 10, scenario.link.bdp() * 52 / 100);
        flow.runInto("ProbeBW_CRUISE", 0.3);
        assertThat(Scenario.bbrOf(flow).minRtt.minRtt()).isLessThan(VirtualClock.millis(50.5));
    }

    @Test
    void findsALongerRoundTrip() {
        Scenario scenario = new Scenario(10, 30, 1).queueOfBdp(10);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        scenario.clock.run(3);
        flow.extraDelay = number -> VirtualClock.millis(30);
        scenario.clock.run(16);
        assertThat(Scenario.bbrOf(flow).minRtt.minRtt()).isBetween(VirtualClock.millis(60), VirtualClock.millis(65));
        assertThat(scenario.utilization(flow, 5)).isGreaterThan(0.9);
    }

    @Test
    void idleConnectionSkipsIt() {
        Scenario scenario = new Scenario(50, 50, 1);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        scenario.clock.run(2);
        flow.stopBulk();
        scenario.clock.run(6);
        int phase = flow.phases.size();
        flow.offer(20 * VirtualFlow.PACKET);
        scenario.clock.run(0.2);
        assertThat(flow.phases.subList(phase, flow.phases.size()))
                .extracting(VirtualFlow.Phase::name)
                .doesNotContain("ProbeRTT");
    }

    @Test
    void restartsFromIdleAtTheBandwidthItKnows() {
        Scenario scenario = new Scenario(50, 50, 1);
        VirtualFlow flow = scenario.bbr(Profile.DEFAULT).startBulk();
        scenario.clock.run(2);
        flow.stopBulk();
        scenario.clock.run(60);
        flow.startBulk();
        scenario.clock.run(0.1);
        assertThat(scenario.utilization(flow, 1)).isGreaterThan(0.9);
    }
}
