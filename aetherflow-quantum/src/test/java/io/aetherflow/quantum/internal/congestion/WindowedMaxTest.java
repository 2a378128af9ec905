// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowedMaxTest {
    private static final int WINDOW = 10;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void isTheMaximumOfTheLastTicks(long seed) {
        Random random = new Random(seed);
        WindowedMax filter = new WindowedMax(WINDOW);
        long[] maxima = new long[10_000];
        int tick = 0;
        for (int i = 0; i < 3_000; i++) {
            tick += random.nextInt(10) == 0 ? random.nextInt(15) : random.nextInt(2);
            long value = random.nextInt(1_000);
            maxima[tick] = Math.max(maxima[tick], value);
            filter.add(value, tick);
            assertThat(filter.max(1)).isEqualTo(max(maxima, tick, 1));
            assertThat(filter.max(WINDOW)).isEqualTo(max(maxima, tick, WINDOW));
        }
    }

    private static long max(long[] maxima, int tick, int window) {
        long max = 0;
        for (int i = Math.max(0, tick - window + 1); i <= tick; i++) {
            max = Math.max(max, maxima[i]);
        }
        return max;
    }
}
