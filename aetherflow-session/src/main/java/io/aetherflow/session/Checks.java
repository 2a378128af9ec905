// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Duration;

/** The checks of values that come from callers; each names the field, the value and what is allowed. */
final class Checks {
    private Checks() {}

    /** A key or address: not empty, no control characters, valid Unicode, at most {@code maxChars} UTF-16 units. */
    static void name(String field, String value, int maxChars) {
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidSessionException(
                    field, value, "1 to " + maxChars + " characters without control characters");
        }
        text(field, value, maxChars);
    }

    static void notEmpty(String field, String value) {
        if (value.isEmpty()) {
            throw new InvalidSessionException(field, value, "any text but the empty one");
        }
    }

    /** As {@link #name}, and empty stands for unknown. */
    static void nameOrEmpty(String field, String value, int maxChars) {
        if (!value.isEmpty()) {
            name(field, value, maxChars);
        }
    }

    /** Any valid Unicode text, empty too, of at most {@code maxChars} UTF-16 units. */
    static void text(String field, String value, int maxChars) {
        if (value.length() > maxChars) {
            throw new InvalidSessionException(field, value, "at most " + maxChars + " characters");
        }
        // A lone surrogate has no UTF-8 form: two different values would become one in a store.
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new InvalidSessionException(field, value, "text without unpaired surrogates");
        }
    }

    static void atMost(String field, int count, int max) {
        if (count > max) {
            throw InvalidSessionException.tooMany(field, count, max);
        }
    }

    static void notNegative(String field, long value) {
        if (value < 0) {
            throw new InvalidSessionException(field, Long.toString(value), "0 or more");
        }
    }

    static void port(String field, int value) {
        within(field, value, 0, 65_535);
    }

    static void within(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw new InvalidSessionException(field, Integer.toString(value), min + " to " + max);
        }
    }

    static void within(String field, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new InvalidSessionException(field, value.toString(), min + " to " + max);
        }
    }

    /** A duration within its range, cut to the whole milliseconds that stores keep. */
    static Duration millis(String field, Duration value, Duration min, Duration max) {
        within(field, value, min, max);
        return Duration.ofMillis(value.toMillis());
    }
}
