// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.function.IntPredicate;

/** Checks of what callers hand in; each refusal names the field, its value and what is allowed. */
final class Checks {
    private static final int SHOWN_CHARS = 80;

    private Checks() {}

    /** An id that applications choose: visible ASCII, so that it sorts and stores alike everywhere. */
    static String id(String field, String value, int maxChars) {
        IntPredicate visible = c -> c > ' ' && c < 0x7F;
        if (value.isEmpty() || value.length() > maxChars || !value.chars().allMatch(visible)) {
            throw refused(field, value, "1 to " + maxChars + " visible ASCII characters");
        }
        return value;
    }

    /** Text for people: anything but U+0000, which PostgreSQL has no place for. */
    static String text(String field, String value, int maxChars) {
        if (value.length() > maxChars || value.indexOf('\0') >= 0) {
            throw refused(field, value, "at most " + maxChars + " characters without U+0000");
        }
        return value;
    }

    static long range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw refused(field, Long.toString(value), min + " to " + max);
        }
        return value;
    }

    static InvalidRequestException refused(String field, String value, String allowed) {
        String shown = value.length() <= SHOWN_CHARS ? value : value.substring(0, SHOWN_CHARS) + "…";
        return new InvalidRequestException(field, shown, allowed);
    }
}
