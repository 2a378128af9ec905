// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import java.util.Random;

/** A link and the flows over it, made from a seed. */
final class Scenario {
    final VirtualClock clock = new VirtualClock();
    final Bottleneck link;
    private final long seed;
    private int flows;

    Scenario(double megabits, double rttMillis, long seed) {
        this.seed = seed;
        link = new Bottleneck(clock, megabits, rttMillis, seed);
        queueOfBdp(1);
    }

    /** 10 Mbit/s, 15 ms one way, a queue of 25 packets. */
    static Scenario ofDefaultLink(long seed) {
        Scenario scenario = new Scenario(10, 30, seed);
        scenario.link.queue(25L * VirtualFlow.PACKET);
        return scenario;
    }

    Scenario queueOfBdp(double bdp) {
        link.queue((long) (bdp * link.bdp()));
        return this;
    }

    Scenario loss(double probability) {
        link.loss(probability);
        return this;
    }

    VirtualFlow bbr(Profile profile) {
        return new VirtualFlow(
                link, new Bbr(profile, VirtualFlow.PACKET, new Random(seed * 31 + flows++), clock.now()));
    }

    VirtualFlow cubic() {
        return new VirtualFlow(link, new Cubic(VirtualFlow.PACKET, clock.now()));
    }

    /** The part of the link that a flow's acknowledged bytes are, over the next seconds. */
    double utilization(VirtualFlow flow, double seconds) {
        return flow.goodput(seconds) / link.rate;
    }

    static Bbr bbrOf(VirtualFlow flow) {
        return (Bbr) flow.controller;
    }
}
