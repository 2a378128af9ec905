// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import java.util.Arrays;

/** The maximum of the values of the last few ticks of a counter. Exact: it keeps the maximum of each tick. */
final class WindowedMax {
    private final long[] maxima;
    private long newest;

    /** @param window how many ticks back the longest window goes, the current one included */
    WindowedMax(int window) {
        maxima = new long[window];
    }

    /** Adds a value at a tick, which never goes back. */
    void add(long value, long tick) {
        advance(tick);
        int slot = slot(tick);
        maxima[slot] = Math.max(maxima[slot], value);
    }

    /** Goes on to a tick without a value. */
    void advance(long tick) {
        if (tick - newest >= maxima.length) {
            Arrays.fill(maxima, 0);
            newest = tick;
        }
        while (newest != tick) {
            newest++;
            maxima[slot(newest)] = 0;
        }
    }

    /** The maximum over the newest ticks, 0 without a value. */
    long max(int ticks) {
        long max = 0;
        for (int back = 0; back < ticks; back++) {
            max = Math.max(max, maxima[slot(newest - back)]);
        }
        return max;
    }

    private int slot(long tick) {
        return Math.floorMod(tick, maxima.length);
    }
}
