// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpuriousLossTest {
    private final Bench bench = Bench.steady();
    private final long first = bench.recovery.largestAcked(Space.DATA) + 1;

    @Test
    void isTakenBackWhenThePacketArrives() {
        loseFirst();
        bench.congestion.events.clear();
        bench.fate.clear();
        bench.pass(10);
        bench.ack(first, first);

        assertThat(bench.fate).containsExactly("late " + first);
        assertThat(bench.congestion.events).containsExactly("spurious " + first, "finished 0");
        assertThat(bench.recovery.stats().spuriousLosses()).isEqualTo(1);
        assertThat(bench.recovery.inFlight()).isZero();
    }

    @Test
    void isTakenBackOnce() {
        loseFirst();
        bench.ack(first, first);
        bench.ack(first, first + 3);

        assertThat(bench.recovery.stats().spuriousLosses()).isEqualTo(1);
    }

    @Test
    void givesNoRoundTrip() {
        loseFirst();
        bench.pass(400);
        bench.ack(first, first);

        assertThat(bench.recovery.rtt().latest()).isEqualTo(100 * Bench.MS);
    }

    @Test
    void widensTheThresholdsToWhatWouldHaveCoveredIt() {
        loseFirst();
        bench.pass(50);
        bench.ack(first, first);
        bench.fate.clear();

        long again = bench.send();
        for (int i = 0; i < 3; i++) {
            bench.send();
        }
        bench.pass(100);
        bench.ack(again + 1, again + 3);
        assertThat(bench.fate).doesNotContain("lost " + again);
        assertThat(bench.timeoutMillis()).isBetween(50L, 100L);
        bench.pass(50);
        bench.ack(again, again);
        assertThat(bench.recovery.stats().spuriousLosses()).isEqualTo(1);
    }

    @Test
    void wideningHasALimitAndRealLossesTakeItBack() {
        ReorderingTolerance tolerance = new ReorderingTolerance();
        RttEstimator rtt = new RttEstimator();
        rtt.sample(100, 0, 0);
        rtt.sample(Bench.MS * 100, 0, 0);
        tolerance.spuriousLoss(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, rtt, 0);
        assertThat(tolerance.packets()).isEqualTo(ReorderingTolerance.MAX_PACKETS);
        assertThat(tolerance.nanos(rtt)).isEqualTo(600 * Bench.MS);

        for (int i = 1; i <= 100; i++) {
            tolerance.losses(rtt, i * 100 * Bench.MS);
        }
        assertThat(tolerance.packets()).isEqualTo(ReorderingTolerance.PACKETS);
        assertThat(tolerance.nanos(rtt)).isEqualTo(112_500_000);
    }

    @Test
    void lostPacketsAreRememberedInALimitedNumber() {
        int losses = 2 * SentSpace.MAX_LOST;
        for (int i = 0; i < losses + 3; i++) {
            bench.send();
        }
        bench.pass(100);
        bench.ack(first + losses, first + losses + 2);
        bench.ack(first, first + losses);

        assertThat(bench.recovery.stats().packetsLost()).isEqualTo(losses);
        assertThat(bench.recovery.stats().spuriousLosses()).isEqualTo(SentSpace.MAX_LOST);
    }

    @Test
    void lostPacketsAreForgottenInTime() {
        loseFirst();
        bench.pass(2000);
        long next = bench.send();
        bench.pass(100);
        bench.ack(next, next);
        bench.ack(first, first);

        assertThat(bench.recovery.stats().spuriousLosses()).isZero();
    }

    private void loseFirst() {
        for (int i = 0; i < 4; i++) {
            bench.send();
        }
        bench.pass(100);
        bench.ack(first + 1, first + 3);
        assertThat(bench.fate).contains("lost " + first);
    }
}
