// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Levenshtein's edit distance, used to guess which known name a misspelt one was meant to be. */
final class EditDistance {
    private static final int MAX_LENGTH = 128;

    private EditDistance() {}

    /**
     * Returns the known name nearest to the given one, upper and lower case taken as equal.
     *
     * @param name what was written
     * @param known the names to choose from
     * @return the nearest name, or empty where none is within a third of the written length
     */
    static Optional<String> closest(String name, Collection<String> known) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int allowed = Math.max(1, name.length() / 3);
        return known.stream()
                .filter(candidate -> between(name, candidate) <= allowed)
                .min(Comparator.comparingInt(candidate -> between(name, candidate)));
    }

    private static int between(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
