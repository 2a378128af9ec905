// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersistentCongestionTest {
    /** The round trip is 100 ms without deviation: (100 + 1 + 25) * 3. */
    private static final long DURATION = 378;

    private final Bench bench = Bench.steady();
    private final long first = bench.recovery.largestAcked(Space.DATA) + 1;

    @Test
    void isEstablishedByLossesThatFarApart() {
        outage(DURATION + 1);

        assertThat(bench.congestion.events).contains("persistent");
        assertThat(bench.recovery.stats().persistentCongestions()).isEqualTo(1);
    }

    @Test
    void isToldAfterTheLossesAndBeforeTheArrivals() {
        outage(DURATION + 1);

        assertThat(bench.congestion.events)
                .endsWith("lost " + first, "lost " + (first + 1), "persistent", "acked " + (first + 2), "finished 0");
    }

    @Test
    void isNotEstablishedByLossesCloserThanThat() {
        outage(DURATION - 1);

        assertThat(bench.congestion.events).contains("lost " + first).doesNotContain("persistent");
    }

    @Test
    void isNotEstablishedIfSomethingArrivedInBetween() {
        bench.send();
        bench.pass(DURATION / 2);
        bench.send();
        bench.pass(DURATION / 2 + 2);
        bench.send();
        bench.pass(200);
        long last = bench.send();
        bench.pass(100);
        bench.ack(Space.DATA, 0, last, last, first + 1, first + 1);

        assertThat(bench.congestion.events)
                .contains("lost " + first, "lost " + (first + 2))
                .doesNotContain("persistent");
    }

    @Test
    void countsOnlyPacketsThatAskForAnAcknowledgement() {
        bench.send(Space.DATA, false, true);
        bench.pass(DURATION + 1);
        bench.send();
        bench.pass(200);
        long last = bench.send();
        bench.pass(100);
        bench.ack(last, last);

        assertThat(bench.congestion.events).contains("lost " + first).doesNotContain("persistent");
    }

    @Test
    void needsARoundTripSampleBefore() {
        Bench fresh = Bench.confirmed();
        fresh.send();
        fresh.pass(20_000);
        fresh.send();
        fresh.pass(200);
        fresh.send();
        fresh.pass(100);
        fresh.ack(2, 2);

        assertThat(fresh.congestion.events).contains("lost 0", "lost 1").doesNotContain("persistent");
    }

    @Test
    void startsTheSmallestRoundTripAnew() {
        bench.send();
        bench.pass(DURATION + 100);
        bench.send();
        bench.pass(200);
        long last = bench.send();
        bench.pass(105);
        bench.ack(last, last);

        assertThat(bench.congestion.events).contains("persistent");
        assertThat(bench.recovery.rtt().min()).isEqualTo(105 * Bench.MS);
    }

    private void outage(long millis) {
        bench.send();
        bench.pass(millis);
        bench.send();
        bench.pass(200);
        long last = bench.send();
        bench.pass(100);
        bench.ack(last, last);
    }
}
