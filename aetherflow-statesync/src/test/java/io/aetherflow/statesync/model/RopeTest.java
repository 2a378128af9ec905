// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RopeTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesLikeAStringUnderRandomEdits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder expected = new StringBuilder();
        Rope rope = Rope.empty();

        for (int i = 0; i < 4_000; i++) {
            int from = random.nextInt(rope.length() + 1);
            int to = Math.min(rope.length(), from + random.nextInt(random.nextInt(50) == 0 ? 2_000 : 8));
            String text = RandomText.text(random, random.nextInt(40) == 0 ? 3_000 : 12);
            int start = expected.offsetByCodePoints(0, from);
            expected.replace(start, expected.offsetByCodePoints(start, to - from), text);
            rope = rope.replace(from, to, text);

            assertThat(rope.length()).isEqualTo(expected.codePointCount(0, expected.length()));
            if (i % 100 == 0) {
                assertThat(rope.toString()).isEqualTo(expected.toString());
                assertThat(rope.utf8Bytes())
                        .as("seed %d, edit %d", seed, i)
                        .isEqualTo(expected.toString().getBytes(StandardCharsets.UTF_8).length);
            }
        }
        assertThat(rope.toString()).isEqualTo(expected.toString());
    }

    @Test
    void versionsAreIndependent() {
        Rope first = Rope.of("x".repeat(10_000));
        Rope second = first.replace(5_000, 5_001, "y");

        assertThat(first.toString()).isEqualTo("x".repeat(10_000));
        assertThat(second.substring(4_999, 5_002)).isEqualTo("xyx");
    }

    @Test
    void staysBalancedWhenTypedAtTheEnd() {
        Rope rope = Rope.empty();
        for (int i = 0; i < 200_000; i++) {
            rope = rope.replace(rope.length(), rope.length(), "a");
        }

        // 200,000 chars are at least 391 leaves of 512; AVL height is below 1.45 log2 of the leaves, which are >= 128.
        assertThat(rope.height).isLessThanOrEqualTo(16);
    }

    @Test
    void staysBalancedWhenTypedAtTheStart() {
        Rope rope = Rope.empty();
        for (int i = 0; i < 200_000; i++) {
            rope = rope.replace(0, 0, "a");
        }

        assertThat(rope.height).isLessThanOrEqualTo(16);
    }

    @Test
    void surrogatePairsCountAsOneAndAreNeverSplit() {
        Rope rope = Rope.of("😀".repeat(2_000));

        assertThat(rope.length()).isEqualTo(2_000);
        assertThat(rope.replace(999, 1_001, "-").toString()).isEqualTo("😀".repeat(999) + "-" + "😀".repeat(999));
    }

    @Test
    void rangeOutsideTheTextIsRefused() {
        assertThatThrownBy(() -> Rope.of("abc").replace(2, 4, ""))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("range 2 to 4 of a text of length 3");
    }
}
