// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {
    private static final long MS = 1_000_000;

    private final RttEstimator rtt = new RttEstimator();

    @Test
    void beforeTheFirstSampleItGuesses() {
        assertThat(rtt.smoothed()).isEqualTo(333 * MS);
        assertThat(rtt.variance()).isEqualTo(333 * MS / 2);
        assertThat(rtt.probeTimeout()).isEqualTo(999 * MS);
        assertThat(rtt.latest()).isZero();
        assertThat(rtt.min()).isZero();
    }

    @Test
    void theFirstSampleIsTakenWhole() {
        rtt.sample(80 * MS, 30 * MS, 0);

        assertThat(rtt.smoothed()).isEqualTo(80 * MS);
        assertThat(rtt.variance()).isEqualTo(40 * MS);
        assertThat(rtt.min()).isEqualTo(80 * MS);
    }

    @Test
    void laterSamplesAreSmoothedWithoutThePeersDelay() {
        rtt.sample(80 * MS, 0, 0);
        rtt.sample(120 * MS, 24 * MS, 0);

        assertThat(rtt.latest()).isEqualTo(120 * MS);
        assertThat(rtt.smoothed()).isEqualTo(82 * MS);
        assertThat(rtt.variance()).isEqualTo(34 * MS);
    }

    @Test
    void thePeersDelayIsNotBelievedIfItWouldGoBelowTheMinimum() {
        rtt.sample(80 * MS, 0, 0);
        rtt.sample(88 * MS, 20 * MS, 0);

        assertThat(rtt.smoothed()).isEqualTo(81 * MS);
    }

    @Test
    void theDelayDoesNotLowerTheMinimum() {
        rtt.sample(80 * MS, 0, 0);
        rtt.sample(70 * MS, 20 * MS, 0);

        assertThat(rtt.min()).isEqualTo(70 * MS);
    }

    @Test
    void aSampleOfNoTimeIsTheShortestTime() {
        rtt.sample(0, 0, 0);

        assertThat(rtt.latest()).isEqualTo(1);
        assertThat(rtt.probeTimeout()).isEqualTo(1 + RttEstimator.GRANULARITY_NANOS);
    }
}
