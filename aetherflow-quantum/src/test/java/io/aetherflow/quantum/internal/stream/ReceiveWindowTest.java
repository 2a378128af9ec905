// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
    private static final long ROUND_TRIP = 100;

    private final StreamTime time = new StreamTime();
    private final ReceiveWindow window = new ReceiveWindow(time, 1_000, 7_000);
    private long consumed;

    ReceiveWindowTest() {
        time.now = Long.MAX_VALUE - 250;
        time.roundTrip = ROUND_TRIP;
    }

    /** The reader takes half of the window in a time, and the peer hears of it. */
    private void useHalf(long nanos) {
        time.now += nanos;
        consumed += window.size() / 2;
        assertThat(window.isDue(consumed)).isTrue();
        window.told(consumed);
    }

    @Test
    void doublesUpToItsLimitWhileItIsUsedWithinTwoRoundTrips() {
        useHalf(ROUND_TRIP);
        assertThat(window.size()).as("nothing to compare with yet").isEqualTo(1_000);
        useHalf(2 * ROUND_TRIP - 1);
        assertThat(window.size()).isEqualTo(2_000);
        useHalf(1);
        useHalf(1);
        useHalf(1);
        assertThat(window.size()).isEqualTo(7_000);
    }

    @Test
    void thatOfTheConnectionStaysTwiceAsLargeAsThatOfAnyStream() {
        ReceiveWindow stream = new ReceiveWindow(time, 1_000, 5_000, window);
        stream.told(500);
        stream.told(1_000);
        assertThat(stream.size()).isEqualTo(2_000);
        assertThat(window.size()).isEqualTo(4_000);
        assertThat(window.isDue(0)).as("the peer is to hear of it").isTrue();
        stream.told(2_000);
        assertThat(window.size()).as("its own limit").isEqualTo(7_000);
    }

    @Test
    void staysAsItIsWhenItIsUsedSlowly() {
        for (int i = 0; i < 10; i++) {
            useHalf(2 * ROUND_TRIP);
        }
        assertThat(window.size()).isEqualTo(1_000);
    }

    @Test
    void limitIsWhatWasReadAndTheWindow() {
        useHalf(ROUND_TRIP);
        assertThat(window.limit()).isEqualTo(1_500);
        assertThat(window.next(1_000)).isEqualTo(3_000);
        assertThat(window.limit()).as("not announced").isEqualTo(1_500);
        useHalf(ROUND_TRIP);
        assertThat(window.limit()).isEqualTo(3_000);
        assertThat(window.isDue(consumed)).isFalse();
    }

    @Test
    void whatIsAnnouncedAgainBecauseItWasLostDoesNotGrow() {
        useHalf(ROUND_TRIP);
        window.lost(1_499);
        assertThat(window.isDue(consumed)).as("old news").isFalse();
        window.lost(1_500);
        assertThat(window.isDue(consumed)).isTrue();
        window.told(consumed);
        assertThat(window.limit()).isEqualTo(1_500);
        assertThat(window.isDue(consumed)).isFalse();
    }
}
