// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.util.Arrays;

/** Durations, every one of them kept. Not safe for use by several threads. */
final class Latencies {
    private long[] nanos = new long[1 << 12];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    void addAll(Latencies others) {
        nanos = Arrays.copyOf(nanos, Math.max(nanos.length, count + others.count));
        System.arraycopy(others.nanos, 0, nanos, count, others.count);
        count += others.count;
    }

    int count() {
        return count;
    }

    /** The duration in microseconds that so great a share stays at or below, by the nearest rank; NaN of none. */
    double micros(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * count);
        return sorted[Math.max(0, rank - 1)] / 1e3;
    }
}
