// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import java.util.Arrays;

/**
 * A set of packet numbers as ranges, the highest first. It holds a limited number of ranges. When it has that many, everything below the
 * lowest counts as contained, and a new range above pushes the lowest out; what was below then counts as contained for ever, so that no
 * number is taken twice (RFC 9000 section 13.2.3).
 */
final class PacketRanges {
    private static final int INITIAL_RANGES = 4;

    private final int limit;
    /** Smallest and largest number of each range. */
    private long[] bounds = new long[2 * INITIAL_RANGES];

    private int count;
    /** All numbers below count as contained. */
    private long floor;

    PacketRanges(int limit) {
        this.limit = limit;
    }

    int count() {
        return count;
    }

    long low(int range) {
        return bounds[2 * range];
    }

    long high(int range) {
        return bounds[2 * range + 1];
    }

    /** Returns the smallest and largest number of each range, the highest first; valid until the next change. */
    long[] bounds() {
        return bounds;
    }

    boolean contains(long number) {
        int range = rangeAtOrBelow(number);
        if (range < count) {
            return number <= high(range);
        }
        return number < floor || count == limit && number + 1 < low(count - 1);
    }

    /** Adds a number that is not contained. */
    void add(long number) {
        int below = rangeAtOrBelow(number);
        boolean joinsBelow = below < count && high(below) + 1 == number;
        boolean joinsAbove = below > 0 && low(below - 1) - 1 == number;
        if (joinsBelow && joinsAbove) {
            bounds[2 * below - 2] = low(below);
            remove(below);
        } else if (joinsBelow) {
            bounds[2 * below + 1] = number;
        } else if (joinsAbove) {
            bounds[2 * below - 2] = number;
        } else {
            insert(below, number);
        }
    }

    /** Returns the first range that does not lie above the number. It is near the front as a rule. */
    int rangeAtOrBelow(long number) {
        int range = 0;
        while (range < count && low(range) > number) {
            range++;
        }
        return range;
    }

    private void remove(int range) {
        count--;
        System.arraycopy(bounds, 2 * range + 2, bounds, 2 * range, 2 * (count - range));
    }

    private void insert(int range, long number) {
        if (count == limit) {
            count--;
            floor = high(count) + 1;
        }
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, Math.min(2 * bounds.length, 2 * limit));
        }
        System.arraycopy(bounds, 2 * range, bounds, 2 * range + 2, 2 * (count - range));
        bounds[2 * range] = number;
        bounds[2 * range + 1] = number;
        count++;
    }
}
