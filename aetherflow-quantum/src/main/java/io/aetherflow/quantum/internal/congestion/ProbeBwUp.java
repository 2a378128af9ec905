// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** Sends faster than the path delivered so far, to find out whether it can, draft-ietf-ccwg-bbr section 5.3.3.4. */
final class ProbeBwUp extends ProbeBwPhase {
    private static final double PACING_GAIN = 1.25;
    private static final double WINDOW_GAIN = 2.25;

    ProbeBwUp(Bbr bbr) {
        super(bbr);
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * StartProbeBW_UP():
     *   BBR.ack_phase = ACKS_PROBE_STARTING
     *   StartRound()
     *   ResetFullBW()
     *   BBR.full_bw = RS.delivery_rate
     *   BBR.state = ProbeBW_UP
     *   RaiseInflightLongtermSlope()
     * </pre>
     */
    @Override
    void start(long now) {
        bbr.probeBw.ackPhase = ProbeBw.AckPhase.PROBE_STARTING;
        bbr.startRound();
        bbr.lossTolerance.probeStarts();
        bbr.fullPipe.reset(bbr.sample.deliveryRate);
        bbr.state = this;
        bbr.longTerm.raiseSlope();
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * ProbeBW_UP:
     *   if (IsTimeToGoDown())
     *     BBR.prev_probe_too_high = false  /* no high loss (yet) *&#47;
     *     StartProbeBW_DOWN()
     * </pre>
     */
    @Override
    void update(long now) {
        if (isTimeToGoDown()) {
            bbr.probeBw.previousTooHigh = false;
            bbr.probeBw.down.start(now);
        }
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * IsTimeToGoDown():
     *   /* Precautionary Bandwidth Probing: Deceleration *&#47;
     *   if (BBR.prev_probe_too_high && C.inflight >= BBR.inflight_longterm)
     *     BBR.prev_probe_precautionary = true
     *     return true
     *   if (C.is_cwnd_limited && C.cwnd >= BBR.inflight_longterm)
     *     ResetFullBW()   /* bw is limited by BBR.inflight_longterm *&#47;
     *     BBR.full_bw = RS.delivery_rate
     *   else if (BBR.full_bw_now)
     *     return true  /* we estimate we've fully used path bw *&#47;
     *   return false
     * </pre>
     */
    private boolean isTimeToGoDown() {
        if (bbr.probeBw.previousTooHigh && reachedLongTermBound()) {
            bbr.probeBw.previousPrecautionary = true;
            return true;
        }
        if (bbr.longTerm.limitsFlow()) {
            bbr.fullPipe.reset(bbr.sample.deliveryRate);
            return false;
        }
        return bbr.fullPipe.isFullNow();
    }

    /** Whether so much was in flight before this acknowledgement that the bound left no room for a packet. */
    private boolean reachedLongTermBound() {
        long inFlightBefore = bbr.inFlight() + bbr.sample.newlyAcked;
        return bbr.longTerm.isBounded() && inFlightBefore + bbr.maxPacketSize() > bbr.longTerm.inFlight();
    }

    @Override
    String name() {
        return "ProbeBW_UP";
    }

    @Override
    double pacingGain() {
        return PACING_GAIN;
    }

    @Override
    double windowGain() {
        return WINDOW_GAIN;
    }

    @Override
    boolean probesBandwidth() {
        return true;
    }
}
