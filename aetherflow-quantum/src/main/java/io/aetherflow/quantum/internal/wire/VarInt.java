// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

/** The variable-length integer of RFC 9000 section 16: two bits for the length, 6, 14, 30 or 62 for the value. */
public final class VarInt {
    /** The largest value, 2^62 - 1. */
    public static final long MAX = (1L << 62) - 1;

    private VarInt() {}

    /**
     * Refuses what has no encoding.
     *
     * @param field what it is, for the message
     * @throws IllegalArgumentException if the value is not from 0 to {@link #MAX}
     */
    public static void require(String field, long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(field + " is " + value + ", allowed are 0 to " + MAX);
        }
    }

    /**
     * Returns how many bytes the shortest encoding takes.
     *
     * @param value from 0 to {@link #MAX}
     */
    public static int length(long value) {
        require("variable-length integer", value);
        if (value < 1L << 6) {
            return 1;
        }
        if (value < 1L << 14) {
            return 2;
        }
        return value < 1L << 30 ? 4 : 8;
    }
}
