// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** Fills the path, without a queue, for one round before the probe, draft-ietf-ccwg-bbr section 5.3.3.3. */
final class ProbeBwRefill extends ProbeBwPhase {
    ProbeBwRefill(Bbr bbr) {
        super(bbr);
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * StartProbeBW_REFILL():
     *   ResetShortTermModel()
     *   BBR.bw_probe_up_rounds = 0
     *   BBR.bw_probe_up_acked = 0
     *   BBR.prev_probe_precautionary = false
     *   BBR.ack_phase = ACKS_REFILLING
     *   StartRound()
     *   BBR.state = ProbeBW_REFILL
     * </pre>
     */
    @Override
    void start(long now) {
        bbr.shortTerm.reset();
        bbr.longTerm.resetGrowth();
        bbr.probeBw.previousPrecautionary = false;
        bbr.probeBw.ackPhase = ProbeBw.AckPhase.REFILLING;
        bbr.startRound();
        bbr.state = this;
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * ProbeBW_REFILL:
     *   /* After one round of REFILL, start UP *&#47;
     *   if (BBR.round_start)
     *     BBR.is_bw_probe_sample = true
     *     StartProbeBW_UP()
     * </pre>
     */
    @Override
    void update(long now) {
        if (bbr.rounds.started()) {
            bbr.probeBw.probeSample = true;
            bbr.probeBw.up.start(now);
        }
    }

    @Override
    String name() {
        return "ProbeBW_REFILL";
    }

    @Override
    double pacingGain() {
        return 1;
    }

    @Override
    boolean probesBandwidth() {
        return true;
    }
}
