// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** How a {@link Bbr} controller reads loss. */
public enum Profile {
    /** By the draft's constants: more than 2 % loss in a round trip is congestion. */
    DEFAULT,

    /**
     * For radio and other paths that lose packets without being full: while the round trip stays below 1.25 of its minimum, up to
     * 15 % loss is not congestion. With a risen round trip, or when sending faster loses more, it is {@link #DEFAULT}.
     */
    LOSSY_PATH
}
