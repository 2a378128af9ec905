// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSetTest {
    private static final int NUMBERS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsWhatASetOfNumbersHolds(long seed) {
        Random random = new Random(seed);
        RangeSet ranges = new RangeSet();
        RangeSet other = new RangeSet();
        BitSet model = new BitSet();
        BitSet otherModel = new BitSet();
        for (int i = 0; i < 5000; i++) {
            int low = random.nextInt(NUMBERS);
            int high = low + random.nextInt(1, 12);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    ranges.add(low, high);
                    model.set(low, high);
                }
                case 3, 4 -> {
                    ranges.remove(low, high);
                    model.clear(low, high);
                }
                case 5 -> {
                    other.add(low, high);
                    otherModel.set(low, high);
                }
                case 6 -> {
                    ranges.removeAll(other, low, high);
                    BitSet part = new BitSet();
                    part.set(low, high);
                    part.and(otherModel);
                    clearWholeRanges(model, part, other);
                }
                default -> {
                    other.clear();
                    otherModel.clear();
                }
            }
            assertThat(contents(ranges)).as("seed %d, step %d", seed, i).isEqualTo(model);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void absorbEndsARunAtTheFirstHole(long seed) {
        Random random = new Random(seed);
        RangeSet ranges = new RangeSet();
        BitSet model = new BitSet();
        for (int i = 0; i < 60; i++) {
            int low = random.nextInt(NUMBERS);
            ranges.add(low, low + 5);
            model.set(low, low + 5);
        }
        for (int next = 0; next < NUMBERS; next += 3) {
            model.clear(0, next);
            int expected = model.nextClearBit(next);
            assertThat(ranges.absorb(next)).as("seed %d, from %d", seed, next).isEqualTo(expected);
            next = expected;
        }
    }

    private static void clearWholeRanges(BitSet model, BitSet part, RangeSet other) {
        for (int i = 0; i < other.size(); i++) {
            if (part.intersects(bits(other.low(i), other.high(i)))) {
                model.clear((int) other.low(i), (int) other.high(i));
            }
        }
    }

    private static BitSet contents(RangeSet ranges) {
        BitSet bits = new BitSet();
        for (int i = 0; i < ranges.size(); i++) {
            assertThat(ranges.low(i)).isLessThan(ranges.high(i));
            assertThat(i == 0 || ranges.high(i - 1) < ranges.low(i)).isTrue();
            bits.or(bits(ranges.low(i), ranges.high(i)));
        }
        return bits;
    }

    private static BitSet bits(long low, long high) {
        BitSet bits = new BitSet();
        bits.set((int) low, (int) high);
        return bits;
    }
}
