// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

/**
 * When an acknowledgement is overdue so that probes must ask for one: the probe timeout of RFC 9002 section 6.2, which doubles while nothing is
 * acknowledged.
 */
final class ProbeTimer {
    private static final int MAX_BACKOFF = 16;
    private static final int PROBES = 2;

    private final boolean client;
    private final SentSpace handshake;
    private final SentSpace data;
    private final RttEstimator rtt;
    private long peerMaxAckDelay;
    private int count;
    /** When it was last set: the base of the timeout of a client that has nothing in flight. */
    private long setTime;

    ProbeTimer(boolean client, SentSpace handshake, SentSpace data, RttEstimator rtt, long now) {
        this.client = client;
        this.handshake = handshake;
        this.data = data;
        this.rtt = rtt;
        this.setTime = now;
    }

    void peerMaxAckDelay(long nanos) {
        peerMaxAckDelay = nanos;
    }

    long peerMaxAckDelay() {
        return peerMaxAckDelay;
    }

    /** The time in which an acknowledgement must come, without backing off; only DATA packets may be kept waiting by the peer. */
    long timeout(SentSpace sent) {
        return rtt.probeTimeout() + (sent == data ? peerMaxAckDelay : 0);
    }

    /** Something has happened that it counts from. */
    void set(long now) {
        setTime = now;
    }

    /** Begins anew, without backing off. */
    void restart(long now) {
        count = 0;
        setTime = now;
    }

    /** A packet was acknowledged. */
    void acknowledged(long now) {
        setTime = now;
        // if (PeerCompletedAddressValidation()): pto_count = 0
        if (peerCompletedAddressValidation()) {
            count = 0;
        }
    }

    /** A client knows that its address is valid to the server once the handshake is confirmed. */
    private boolean peerCompletedAddressValidation() {
        return !client || handshake.discarded;
    }

    /** In how many nanoseconds probes are due, {@link LossRecovery#NO_TIMEOUT} if none will be. */
    long untilDue(long now) {
        return Math.min(untilDue(handshake, now), untilDue(data, now));
    }

    /**
     * RFC 9002 A.8, GetPtoTimeAndSpace, of which what is skipped before confirmation is not skipped here:
     * <pre>
     * duration = (smoothed_rtt + max(4 * rttvar, kGranularity)) * (2 ^ pto_count)
     * // Anti-deadlock PTO starts from the current time
     * if (no ack-eliciting packets in flight):
     *   assert(!PeerCompletedAddressValidation())
     * for space in [ Initial, Handshake, ApplicationData ]:
     *   if (no ack-eliciting packets in flight in space):
     *     continue;
     *   if (space == ApplicationData):
     *     // Skip Application Data until handshake confirmed.
     *     if (handshake is not confirmed):
     *       return pto_timeout, pto_space
     *     duration += max_ack_delay * (2 ^ pto_count)
     *   t = time_of_last_ack_eliciting_packet[space] + duration
     * </pre>
     */
    private long untilDue(SentSpace sent, long now) {
        if (sent.ackElicitingInFlight > 0) {
            boolean mayProbe = sent == handshake || handshake.ackElicitingInFlight == 0;
            return mayProbe ? sent.lastAckElicitingTime + backedOff(timeout(sent)) - now : LossRecovery.NO_TIMEOUT;
        }
        boolean deadlock = sent == handshake && data.ackElicitingInFlight == 0 && !peerCompletedAddressValidation();
        return deadlock ? setTime + backedOff(timeout(sent)) - now : LossRecovery.NO_TIMEOUT;
    }

    private long backedOff(long duration) {
        return Math.min(duration << count, Math.max(duration, LossRecovery.MAX_PROBE_TIMEOUT_NANOS));
    }

    /** Probes are due. RFC 9002 A.9, the end of OnLossDetectionTimeout. */
    void want(long now) {
        // if (no ack-eliciting packets in flight): SendOneAckElicitingPaddedInitialPacket() else
        // SendOneOrTwoAckElicitingPackets(pn_space)
        SentSpace sent = untilDue(handshake, now) <= 0 ? handshake : data;
        sent.probesWanted = sent.ackElicitingInFlight > 0 ? PROBES : 1;
        if (sent == handshake && data.nextPacketNumber > 0) {
            data.probesWanted = 1; // a peer that has dropped its initial keys answers only there
        } else if (sent == data && client && !handshake.discarded) {
            handshake.probesWanted = 1; // a server that lacks the end of the handshake has no keys for DATA
        }
        // As if they left now: should they not, the next timeout is due later all the same.
        sent.lastAckElicitingTime = now;
        count = Math.min(count + 1, MAX_BACKOFF);
    }
}
