// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** Sends slower than the path delivers until the queue of Startup is gone, draft-ietf-ccwg-bbr section 5.3.2. */
final class Drain extends BbrState {
    private static final double PACING_GAIN = 0.5;
    private static final int MAX_ROUNDS = 3;

    private long startRound;

    Drain(Bbr bbr) {
        super(bbr);
    }

    /** Quoted from section 5.3.2:
     * <pre>
     * EnterDrain():
     *   BBR.state = Drain
     *   BBR.pacing_gain = BBR.DrainPacingGain    /* pace slowly *&#47;
     *   BBR.cwnd_gain = BBR.DefaultCwndGain      /* maintain cwnd *&#47;
     *   BBR.drain_start_round = BBR.round_count
     * </pre>
     */
    void enter() {
        bbr.state = this;
        startRound = bbr.rounds.count();
    }

    /** Quoted from section 5.3.2:
     * <pre>
     * CheckDrainDone():
     *   if (BBR.state == Drain &&
     *       (C.inflight <= Inflight(1.0) ||
     *        BBR.round_count > BBR.drain_start_round + 3))
     *     EnterProbeBW()
     * </pre>
     */
    void checkDone(long now) {
        if (bbr.state == this
                && (bbr.inFlight() <= bbr.control.inFlight(bbr.bandwidth())
                        || bbr.rounds.count() > startRound + MAX_ROUNDS)) {
            bbr.probeBw.down.start(now);
        }
    }

    @Override
    String name() {
        return "Drain";
    }

    @Override
    double pacingGain() {
        return PACING_GAIN;
    }
}
