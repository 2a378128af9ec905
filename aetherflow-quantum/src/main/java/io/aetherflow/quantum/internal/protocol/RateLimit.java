// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

/** Lets something happen so many times a second. */
final class RateLimit {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int perSecond;
    private boolean begun;
    private long since;
    private int taken;

    RateLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether it may happen now, once. */
    boolean take(long now) {
        if (!begun || now - since >= NANOS_PER_SECOND) {
            begun = true;
            since = now;
            taken = 0;
        }
        if (taken == perSecond) {
            return false;
        }
        taken++;
        return true;
    }
}
