// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
    private static final int PACKET = 1_200;
    private static final long SECOND = 1_000_000_000L;
    private static final long START = Long.MAX_VALUE - SECOND / 2;

    @ParameterizedTest
    @ValueSource(longs = {8_000, 1_250_000, 125_000_000, 1_250_000_000})
    void packetsLeaveAtTheRate(long rate) {
        Pacer pacer = new Pacer(PACKET, START);
        long now = START;
        long packets = Math.max(rate / PACKET, 20);
        for (long i = 0; i < packets + 10; i++) {
            now = pacer.nextSendTime(now, PACKET, rate);
            pacer.sent(now, PACKET, rate);
        }
        assertThat((double) (now - START))
                .isCloseTo((double) SECOND * packets * PACKET / rate, Percentage.withPercentage(1));
    }

    @ParameterizedTest
    @CsvSource({"1250000, 2", "5000000, 4", "12500000, 10", "125000000, 54", "12500000000, 54"})
    void burstAfterIdleIsWhatLeavesInAMillisecondWithinLimits(long rate, int packets) {
        Pacer pacer = new Pacer(PACKET, START);
        for (int i = 0; i < 10; i++) {
            pacer.sent(START, PACKET, rate);
        }
        long now = START + 10 * SECOND;
        int burst = 0;
        while (pacer.nextSendTime(now, PACKET, rate) == now) {
            pacer.sent(now, PACKET, rate);
            burst++;
        }
        assertThat(burst).isEqualTo(packets);
    }

    @Test
    void initialWindowLeavesAtOnce() {
        Pacer pacer = new Pacer(PACKET, START);
        int burst = 0;
        while (pacer.nextSendTime(START, PACKET, 10_000) == START) {
            pacer.sent(START, PACKET, 10_000);
            burst++;
        }
        assertThat(burst).isEqualTo(10);
    }

    @Test
    void whoFindsItEmptyWaitsForAQuarterOfABurst() {
        long rate = 40_000_000;
        Pacer pacer = new Pacer(PACKET, START);
        for (int i = 0; i < 10; i++) {
            pacer.sent(START, PACKET, rate);
        }
        long next = pacer.nextSendTime(START, PACKET, rate);

        assertThat(next - START).isEqualTo(250_000);
        assertThat(pacer.nextSendTime(START + 30_000, PACKET, rate)).isEqualTo(START + 30_000);
    }

    @ParameterizedTest
    @CsvSource({"1250000, 10", "5000000, 16", "125000000, 54"})
    void whoComesLateMakesUpForIt(long rate, int packets) {
        Pacer pacer = new Pacer(PACKET, START);
        while (pacer.nextSendTime(START, PACKET, rate) == START) {
            pacer.sent(START, PACKET, rate);
        }
        long now = START + SECOND;
        int burst = 0;
        while (pacer.nextSendTime(now, PACKET, rate) == now) {
            pacer.sent(now, PACKET, rate);
            burst++;
        }
        assertThat(burst).isEqualTo(packets);
    }

    @Test
    void noRateIsNoLimit() {
        Pacer pacer = new Pacer(PACKET, START);
        for (int i = 0; i < 1_000; i++) {
            pacer.sent(START, PACKET, 0);
        }
        assertThat(pacer.nextSendTime(START, PACKET, 0)).isEqualTo(START);
    }

    @Test
    void packetsSentBeforeTheirTimeAreMadeUpFor() {
        Pacer pacer = new Pacer(PACKET, START);
        for (int i = 0; i < 12; i++) {
            pacer.sent(START, PACKET, PACKET);
        }
        assertThat(pacer.nextSendTime(START, PACKET, PACKET) - START).isEqualTo(3 * SECOND);
    }
}
