// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import java.util.Arrays;

/**
 * A set of numbers as ascending ranges that neither overlap nor touch; a range is from its low, inclusive, to its high, exclusive.
 * Costs nothing while empty; the user bounds how many ranges there are.
 */
final class RangeSet {
    /** Longs kept when the set becomes empty: 64 ranges come and go without allocation. */
    private static final int KEPT_LONGS = 128;

    private static final long[] NONE = {};

    /** Low and high of each range in turn. */
    private long[] bounds = NONE;

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long low(int index) {
        return bounds[2 * index];
    }

    long high(int index) {
        return bounds[2 * index + 1];
    }

    void add(long low, long high) {
        int from = firstEndingFrom(low);
        int to = from;
        long newLow = low;
        long newHigh = high;
        for (; to < size && low(to) <= high; to++) {
            newLow = Math.min(newLow, low(to));
            newHigh = Math.max(newHigh, high(to));
        }
        replace(from, to, 1);
        set(from, newLow, newHigh);
    }

    void remove(long low, long high) {
        int from = firstEndingFrom(low + 1);
        int to = from;
        while (to < size && low(to) < high) {
            to++;
        }
        if (from == to) {
            return;
        }
        long leftLow = low(from);
        long rightHigh = high(to - 1);
        int left = leftLow < low ? 1 : 0;
        int right = rightHigh > high ? 1 : 0;
        replace(from, to, left + right);
        if (left == 1) {
            set(from, leftLow, low);
        }
        if (right == 1) {
            set(from + left, high, rightHigh);
        }
    }

    /** Takes out all that another set holds between two numbers. */
    void removeAll(RangeSet other, long low, long high) {
        for (int i = other.firstEndingFrom(low + 1); i < other.size && other.low(i) < high; i++) {
            remove(other.low(i), other.high(i));
        }
    }

    /** Takes out the ranges that a run of everything below {@code next} reaches, and returns where the run ends then. */
    long absorb(long next) {
        int reached = 0;
        long end = next;
        for (; reached < size && low(reached) <= end; reached++) {
            end = Math.max(end, high(reached));
        }
        if (reached > 0) {
            replace(0, reached, 0);
        }
        return end;
    }

    void clear() {
        replace(0, size, 0);
    }

    private int firstEndingFrom(long number) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (high(middle) < number) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Puts {@code count} unset ranges in the place of those from {@code from} to before {@code to}. */
    private void replace(int from, int to, int count) {
        int newSize = size - (to - from) + count;
        if (2 * newSize > bounds.length) {
            bounds = Arrays.copyOf(bounds, Math.max(8, 2 * bounds.length));
        }
        System.arraycopy(bounds, 2 * to, bounds, 2 * (from + count), 2 * (size - to));
        size = newSize;
        if (size == 0 && bounds.length > KEPT_LONGS) {
            bounds = NONE;
        }
    }

    private void set(int index, long low, long high) {
        bounds[2 * index] = low;
        bounds[2 * index + 1] = high;
    }
}
