// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import io.aetherflow.quantum.internal.congestion.RttView;

/**
 * How far behind others a packet may be before it counts as lost: the packet and time thresholds of RFC 9002 section 6.1. A loss that turns out
 * to be none widens both to what would have covered it; losses take an eighth of the widening back, at most once in a round trip, so that
 * a path that has stopped reordering gets its quick recovery back.
 */
final class ReorderingTolerance {
    /** RFC 9002 kPacketThreshold. */
    static final int PACKETS = 3;
    /** The widest packet threshold. */
    static final int MAX_PACKETS = 1 << 14;
    /** The widest time threshold, in round trips. */
    static final int MAX_ROUND_TRIPS = 6;

    /** Time thresholds are in units of a round trip's 1,024th. */
    private static final int UNIT = 1024;
    /** RFC 9002 kTimeThreshold, 9/8. */
    private static final int TIME = UNIT * 9 / 8;

    private long extraPackets;
    private long extraTime;
    private long narrowed;

    /** Returns by how many numbers the largest acknowledged packet is ahead of one that is lost. */
    long packets() {
        return PACKETS + extraPackets;
    }

    /** Returns how long ago a packet was sent that is lost, if a later one is acknowledged. */
    long nanos(RttView rtt) {
        // loss_delay = kTimeThreshold * max(latest_rtt, smoothed_rtt); loss_delay = max(loss_delay, kGranularity)
        return Math.max(roundTrip(rtt) * (TIME + extraTime) / UNIT, RttEstimator.GRANULARITY_NANOS);
    }

    /** A packet that was taken for lost arrived after all. */
    void spuriousLoss(long packetsBehind, long age, RttView rtt, long now) {
        narrowed = now;
        long packets = Math.min(packetsBehind + 1, MAX_PACKETS);
        extraPackets = Math.max(extraPackets, packets - PACKETS);
        long limit = roundTrip(rtt) * MAX_ROUND_TRIPS;
        long time = Math.min(age, limit) * UNIT / roundTrip(rtt) + UNIT / 8;
        extraTime = Math.max(extraTime, Math.min(time, (long) MAX_ROUND_TRIPS * UNIT) - TIME);
    }

    /** Packets were taken for lost. */
    void losses(RttView rtt, long now) {
        if (now - narrowed >= rtt.smoothed()) {
            narrowed = now;
            extraPackets -= (extraPackets + 7) >> 3;
            extraTime -= (extraTime + 7) >> 3;
        }
    }

    private static long roundTrip(RttView rtt) {
        return Math.max(rtt.latest(), rtt.smoothed());
    }
}
