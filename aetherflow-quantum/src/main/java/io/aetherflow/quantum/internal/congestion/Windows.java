// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** Sizes of congestion windows that do not depend on the controller (RFC 9002 section 7.2). */
final class Windows {
    private static final long INITIAL_BYTES = 14_720;

    private Windows() {}

    /** The initial window: ten packets, bounded. */
    static long initial(int maxPacketSize) {
        return Math.min(10L * maxPacketSize, Math.max(INITIAL_BYTES, 2L * maxPacketSize));
    }
}
