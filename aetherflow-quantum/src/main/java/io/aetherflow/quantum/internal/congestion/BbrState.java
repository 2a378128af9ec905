// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** One state of BBR's state machine and its row of the table in draft-ietf-ccwg-bbr section 5.6.1. */
abstract class BbrState {
    /** {@code BBR.DefaultCwndGain}. */
    private static final double DEFAULT_WINDOW_GAIN = 2;

    final Bbr bbr;

    BbrState(Bbr bbr) {
        this.bbr = bbr;
    }

    /** The draft's name of it. */
    abstract String name();

    abstract double pacingGain();

    double windowGain() {
        return DEFAULT_WINDOW_GAIN;
    }

    /** {@code IsProbingBW()}, section 5.3.3.6. */
    boolean probesBandwidth() {
        return false;
    }

    /** The cap of the bytes in flight by the long-term model. */
    long inFlightCap() {
        return LongTermModel.UNBOUNDED;
    }
}
