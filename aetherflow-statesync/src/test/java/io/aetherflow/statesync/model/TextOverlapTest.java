// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deletion conflicts with a concurrent deletion of the same text and with an insertion inside it. */
class TextOverlapTest {
    private static final TextModel MODEL = new TextModel();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void overlapsAreThoseOfAllPairsOfChanges(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            TextOperation committed = RandomText.operation(random, 14);
            TextOperation incoming = RandomText.operation(random, 14);

            assertThat(MODEL.overlaps(committed, incoming))
                    .as("seed %d, case %d: %s and %s", seed, i, committed, incoming)
                    .extracting(Overlap::path)
                    .isEqualTo(pairs(committed, incoming));
        }
    }

    private static List<String> pairs(TextOperation committed, TextOperation incoming) {
        List<String> pairs = new ArrayList<>();
        for (int[] our : changes(incoming)) {
            for (int[] their : changes(committed)) {
                if (our[0] < their[1] && their[0] < our[1]) {
                    pairs.add(Math.max(our[0], their[0]) + ".." + Math.min(our[1], their[1]));
                }
            }
        }
        return pairs;
    }

    private static List<int[]> changes(TextOperation operation) {
        List<int[]> changes = new ArrayList<>();
        int position = 0;
        for (TextOperation.Component component : operation.components()) {
            int end = component instanceof TextOperation.Insert ? position : position + component.length();
            if (!(component instanceof TextOperation.Retain)) {
                changes.add(new int[] {position, end});
            }
            position = end;
        }
        return changes;
    }

    @Test
    void manyInsertionsAgainstManyDeletionsTakeNoTimeForEachPair() {
        TextOperation.Builder inserts = TextOperation.builder();
        TextOperation.Builder deletes = TextOperation.builder();
        for (int i = 0; i < 100_000; i++) {
            inserts.retain(2).insert("x");
            deletes.retain(1).delete(1);
        }

        // Ten thousand million pairs would outlast every patience.
        assertThat(MODEL.overlaps(inserts.build(), deletes.build())).isEmpty();
    }
}
