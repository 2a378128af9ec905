// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

/**
 * Finds among packets lost at once two that asked for an acknowledgement, between which none was acknowledged, and that were sent so far apart
 * that the path must have been unusable (RFC 9002 section 7.6).
 */
final class PersistentCongestion {
    /** RFC 9002 kPersistentCongestionThreshold. */
    private static final int PROBE_TIMEOUTS = 3;

    private long start;
    private long holes;
    private boolean running;
    private boolean established;

    /** Begins a round of losses. */
    void begin() {
        running = false;
        established = false;
    }

    /**
     * A packet of the round, in the order of sending. RFC 9002 section 7.6.1:
     * {@code (smoothed_rtt + max(4*rttvar, kGranularity) + max_ack_delay) * kPersistentCongestionThreshold}.
     *
     * @param holes counts acknowledged packets: the same as before if none was acknowledged in between
     */
    void lost(SentPacket packet, long holes, RttEstimator rtt, long maxAckDelay) {
        if (!packet.ackEliciting || !rtt.sampledBefore(packet.sentTime)) {
            return;
        }
        if (!running || holes != this.holes) {
            running = true;
            this.holes = holes;
            start = packet.sentTime;
        }
        established |= packet.sentTime - start > PROBE_TIMEOUTS * (rtt.probeTimeout() + maxAckDelay);
    }

    /** Returns whether the round of losses shows persistent congestion. */
    boolean established() {
        return established;
    }
}
