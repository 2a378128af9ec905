// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import java.util.random.RandomGenerator;

/** Random texts and edits, with characters of one, two and four UTF-8 bytes, surrogate pairs and combining marks. */
public final class RandomText {
    private static final int[] ALPHABET = {'a', 'b', 'c', ' ', '\n', 'é', 0x0301, '漢', 0x1F600, 0x1F469, 0x200D};

    private RandomText() {}

    public static String text(RandomGenerator random, int maxLength) {
        int length = random.nextInt(maxLength + 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.toString();
    }

    /** A walk of several components over a text of the given length in code points. */
    public static TextOperation operation(RandomGenerator random, int length) {
        TextOperation.Builder operation = TextOperation.builder();
        int left = length;
        int steps = random.nextInt(6);
        for (int i = 0; i < steps; i++) {
            int count = left == 0 ? 0 : random.nextInt(Math.min(left, 5) + 1);
            switch (random.nextInt(3)) {
                case 0 -> {
                    operation.retain(count);
                    left -= count;
                }
                case 1 -> {
                    operation.delete(count);
                    left -= count;
                }
                default -> operation.insert(text(random, 4));
            }
        }
        return operation.build();
    }
}
