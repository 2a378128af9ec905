// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** Slows down to drain the queue of a probe and to leave room for others, draft-ietf-ccwg-bbr section 5.3.3.1. */
final class ProbeBwDown extends ProbeBwPhase {
    private static final double PACING_GAIN = 0.9;

    ProbeBwDown(Bbr bbr) {
        super(bbr);
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * StartProbeBW_DOWN():
     *   ResetCongestionSignals()
     *   BBR.probe_up_acked_per_inc = Infinity /* not growing BBR.inflight_longterm *&#47;
     *   PickProbeWait()
     *   BBR.cycle_stamp = Now()  /* start wall clock *&#47;
     *   BBR.ack_phase  = ACKS_PROBE_STOPPING
     *   StartRound()
     *   BBR.state = ProbeBW_DOWN
     * </pre>
     */
    @Override
    void start(long now) {
        bbr.shortTerm.resetSignals();
        bbr.longTerm.stopGrowth();
        bbr.probeBw.pickWait(now);
        bbr.lossTolerance.probeEnds();
        bbr.probeBw.ackPhase = ProbeBw.AckPhase.PROBE_STOPPING;
        bbr.startRound();
        bbr.state = this;
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * ProbeBW_DOWN:
     *   if (IsTimeToProbeBW())
     *     return /* already decided state transition *&#47;
     *   if (IsTimeToCruise())
     *     StartProbeBW_CRUISE()
     * </pre>
     */
    @Override
    void update(long now) {
        if (!bbr.probeBw.startProbeWhenTime(now) && isTimeToCruise()) {
            bbr.probeBw.cruise.start(now);
        }
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * IsTimeToCruise():
     *   if (C.inflight > InflightWithHeadroom())
     *     return false /* not enough headroom *&#47;
     *   if (C.inflight > Inflight(BBR.max_bw, 1.0))
     *     return false /* C.inflight > estimated BDP *&#47;
     *   return true
     * </pre>
     */
    private boolean isTimeToCruise() {
        return bbr.inFlight() <= bbr.longTerm.withHeadroom()
                && bbr.inFlight() <= bbr.control.inFlight(bbr.bandwidthFilter.max());
    }

    @Override
    String name() {
        return "ProbeBW_DOWN";
    }

    @Override
    double pacingGain() {
        return PACING_GAIN;
    }
}
