// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * What the application had to send in one round with loss. The draft lets every such round pull the short-term bounds towards what
 * was delivered, and a flow that offers little then paces itself below what it offers. A deviation from draft-ietf-ccwg-bbr section
 * 5.5.10.3: in a round that the application limited, the bounds stay at or above what was offered.
 */
final class OfferedLoad {
    private static final double NANOS_PER_SECOND = 1e9;
    /** Room above the average of a round, or an uneven flow queues, is no longer limited by the application, and slows down. */
    private static final double HEADROOM = 1.25;

    private long since;
    private long bytes;
    private long inFlight;
    private boolean appLimited;
    private long endedRate;
    private long endedInFlight;

    OfferedLoad(long now) {
        since = now;
    }

    void packetSent(PacketState packet) {
        bytes += packet.size;
        inFlight = Math.max(inFlight, packet.inFlight);
        appLimited |= packet.appLimited;
    }

    /** A round is over; the next one begins. */
    void roundEnded(long now) {
        endedRate = appLimited && now - since > 0 ? (long) (HEADROOM * bytes * NANOS_PER_SECOND / (now - since)) : 0;
        endedInFlight = appLimited ? (long) (HEADROOM * inFlight) : 0;
        since = now;
        bytes = 0;
        inFlight = 0;
        appLimited = false;
    }

    /** A rate that serves what the ended round offered, in bytes a second; 0 when the application did not limit it. */
    long rate() {
        return endedRate;
    }

    /** A window that serves it, in bytes; 0 when the application did not limit it. */
    long inFlight() {
        return endedInFlight;
    }
}
