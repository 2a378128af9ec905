// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * {@code BBR.inflight_longterm}: how much in flight the path bears, by the loss during bandwidth probes, draft-ietf-ccwg-bbr
 * sections 5.3.3.6 and 5.5.10.2.
 */
final class LongTermModel {
    static final long UNBOUNDED = Long.MAX_VALUE;
    static final double BETA = 0.7;
    private static final double HEADROOM = 0.15;
    private static final int MAX_DOUBLINGS = 30;

    private final Bbr bbr;
    private long inFlight = UNBOUNDED;
    private long acked;
    private long ackedPerIncrement = UNBOUNDED;
    private int growthRounds;

    LongTermModel(Bbr bbr) {
        this.bbr = bbr;
    }

    /** The bound of the bytes in flight. */
    long inFlight() {
        return inFlight;
    }

    boolean isBounded() {
        return inFlight != UNBOUNDED;
    }

    void setInFlight(long bytes) {
        inFlight = bytes;
    }

    /** Whether the window, and with it this bound, kept the flow from sending more. */
    boolean limitsFlow() {
        return bbr.control.isWindowLimited() && bbr.congestionWindow() >= inFlight;
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * InflightWithHeadroom():
     *   if (BBR.inflight_longterm == Infinity)
     *     return Infinity
     *   headroom = max(1*C.SMSS, BBR.Headroom * BBR.inflight_longterm)
     *   return max(BBR.inflight_longterm - headroom,
     *              BBR.MinPipeCwnd)
     * </pre>
     */
    long withHeadroom() {
        if (!isBounded()) {
            return UNBOUNDED;
        }
        long headroom = Math.max(bbr.maxPacketSize(), (long) (HEADROOM * inFlight));
        return Math.max(inFlight - headroom, bbr.control.minWindow());
    }

    /** Quoted from section 5.5.10.2, with the threshold of the profile:
     * <pre>
     * IsInflightTooHigh():
     *   return ((RS.lost > RS.tx_in_flight * BBR.LossThresh) ||
     *           (RS.lost > 0 && !C.has_selective_acks))
     * </pre>
     */
    boolean isInFlightTooHigh() {
        return bbr.lossTolerance.isExceeded(bbr.sample.lost, bbr.sample.inFlightAtSend, bbr.maxPacketSize());
    }

    /** Quoted from section 5.5.10.2:
     * <pre>
     * InflightAtLoss(Packet P):
     *   size = P.size
     *   inflight_prev = RS.tx_in_flight - size
     *   lost_prev = RS.lost - size
     *   lost_prefix = (BBR.LossThresh * inflight_prev - lost_prev) /
     *                 (1 - BBR.LossThresh)
     *   inflight_at_loss = inflight_prev + lost_prefix
     *   return inflight_at_loss
     * </pre>
     */
    long inFlightAtLoss(PacketState packet) {
        double threshold = bbr.lossTolerance.threshold();
        long inFlightBefore = bbr.sample.inFlightAtSend - packet.size;
        long lostBefore = bbr.sample.lost - packet.size;
        return inFlightBefore + (long) ((threshold * inFlightBefore - lostBefore) / (1 - threshold));
    }

    /** The end of AdaptLongTermModel(), quoted from section 5.3.3.6:
     * <pre>
     *   if (!IsInflightTooHigh())
     *     if (BBR.inflight_longterm == Infinity)
     *       return false /* no upper bounds to raise *&#47;
     *     if (RS.tx_in_flight > BBR.inflight_longterm)
     *       BBR.inflight_longterm = RS.tx_in_flight
     *     if (BBR.state == ProbeBW_UP)
     *       ProbeInflightLongtermUpward()
     * </pre>
     */
    void raise() {
        if (!isBounded() || isInFlightTooHigh()) {
            return;
        }
        inFlight = Math.max(inFlight, bbr.sample.inFlightAtSend);
        if (bbr.state == bbr.probeBw.up) {
            grow();
        }
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * ProbeInflightLongtermUpward():
     *   if (!C.is_cwnd_limited || C.cwnd < BBR.inflight_longterm)
     *     return  /* not fully using BBR.inflight_longterm, so don't grow it *&#47;
     *   BBR.bw_probe_up_acked += RS.newly_acked
     *   if (BBR.bw_probe_up_acked >= BBR.probe_up_acked_per_inc)
     *     delta = BBR.bw_probe_up_acked / BBR.probe_up_acked_per_inc
     *     BBR.bw_probe_up_acked -= delta * BBR.probe_up_acked_per_inc
     *     BBR.inflight_longterm += delta * C.SMSS
     *   if (BBR.round_start)
     *     RaiseInflightLongtermSlope()
     * </pre>
     */
    private void grow() {
        if (!limitsFlow()) {
            return;
        }
        acked += bbr.sample.newlyAcked;
        if (acked >= ackedPerIncrement) {
            long increments = acked / ackedPerIncrement;
            acked -= increments * ackedPerIncrement;
            inFlight += increments * bbr.maxPacketSize();
        }
        if (bbr.rounds.started()) {
            raiseSlope();
        }
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * RaiseInflightLongtermSlope():
     *   growth_this_round = 1 << BBR.bw_probe_up_rounds
     *   BBR.bw_probe_up_rounds = min(BBR.bw_probe_up_rounds + 1, 30)
     *   BBR.probe_up_acked_per_inc = max(C.cwnd / growth_this_round, C.SMSS)
     * </pre>
     */
    void raiseSlope() {
        long growth = 1L << growthRounds;
        growthRounds = Math.min(growthRounds + 1, MAX_DOUBLINGS);
        ackedPerIncrement = Math.max(bbr.congestionWindow() / growth, bbr.maxPacketSize());
    }

    /** A new probe begins, slowly. */
    void resetGrowth() {
        growthRounds = 0;
        acked = 0;
    }

    /** The probe is over. */
    void stopGrowth() {
        ackedPerIncrement = UNBOUNDED;
    }
}
