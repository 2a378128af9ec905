// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** Lowers what is in flight for a moment, to measure the round trip without a queue, draft-ietf-ccwg-bbr section 5.3.4. */
final class ProbeRtt extends BbrState {
    /** {@code BBR.ProbeRTTCwndGain}. */
    static final double WINDOW_GAIN = 0.5;

    private static final long DURATION_NANOS = 200_000_000L;

    private boolean drained;
    private long doneTime;
    private boolean roundDone;

    ProbeRtt(Bbr bbr) {
        super(bbr);
    }

    /** Quoted from section 5.3.4.3:
     * <pre>
     * CheckProbeRTT():
     *   if (BBR.state != ProbeRTT &&
     *       BBR.probe_rtt_expired &&
     *       !BBR.idle_restart)
     *     EnterProbeRTT()
     *     SaveCwnd()
     *     BBR.probe_rtt_done_stamp = 0
     *     BBR.ack_phase = ACKS_PROBE_STOPPING
     *     StartRound()
     *   if (BBR.state == ProbeRTT)
     *     HandleProbeRTT()
     *   if (RS.delivered > 0)
     *     BBR.idle_restart = false
     * </pre>
     */
    void check(boolean idleRestart, long now) {
        if (bbr.state != this && bbr.minRtt.probeExpired() && !idleRestart) {
            bbr.episode.saveWindow();
            bbr.state = this;
            drained = false;
            bbr.probeBw.ackPhase = ProbeBw.AckPhase.PROBE_STOPPING;
            bbr.startRound();
        }
        if (bbr.state == this) {
            handle(now);
        }
    }

    /** Quoted from section 5.3.4.3:
     * <pre>
     * HandleProbeRTT():
     *   /* Ignore low rate samples during ProbeRTT: *&#47;
     *   MarkConnectionAppLimited()
     *   if (BBR.probe_rtt_done_stamp == 0 &&
     *       C.inflight <= ProbeRTTCwnd())
     *     /* Wait for at least BBR.ProbeRTTDuration to elapse: *&#47;
     *     BBR.probe_rtt_done_stamp =
     *       Now() + BBR.ProbeRTTDuration
     *     /* Wait for at least one round to elapse: *&#47;
     *     BBR.probe_rtt_round_done = false
     *     StartRound()
     *   else if (BBR.probe_rtt_done_stamp != 0)
     *     if (BBR.round_start)
     *       BBR.probe_rtt_round_done = true
     *     if (BBR.probe_rtt_round_done)
     *       CheckProbeRTTDone()
     * </pre>
     */
    private void handle(long now) {
        bbr.sampler.markAppLimited(bbr.inFlight());
        if (!drained && bbr.inFlight() <= bbr.control.probeRttWindow()) {
            drained = true;
            doneTime = now + DURATION_NANOS;
            roundDone = false;
            bbr.startRound();
        } else if (drained) {
            roundDone |= bbr.rounds.started();
            if (roundDone) {
                checkDone(now);
            }
        }
    }

    /** Quoted from section 5.3.4.3:
     * <pre>
     * CheckProbeRTTDone():
     *   if (BBR.probe_rtt_done_stamp != 0 &&
     *       Now() > BBR.probe_rtt_done_stamp)
     *     /* schedule next ProbeRTT: *&#47;
     *     BBR.probe_rtt_min_stamp = Now()
     *     RestoreCwnd()
     *     ExitProbeRTT()
     * </pre>
     */
    void checkDone(long now) {
        if (drained && now - doneTime > 0) {
            bbr.minRtt.probed(now);
            bbr.episode.restoreWindow();
            exit(now);
        }
    }

    /** Quoted from section 5.3.4.4:
     * <pre>
     * ExitProbeRTT():
     *   ResetShortTermModel()
     *   if (BBR.full_bw_reached)
     *     StartProbeBW_DOWN()
     *     StartProbeBW_CRUISE()
     *   else
     *     EnterStartup()
     * </pre>
     */
    private void exit(long now) {
        bbr.shortTerm.reset();
        if (bbr.fullPipe.reached()) {
            bbr.probeBw.down.start(now);
            bbr.probeBw.cruise.start(now);
        } else {
            bbr.startup.enter();
        }
    }

    @Override
    String name() {
        return "ProbeRTT";
    }

    @Override
    double pacingGain() {
        return 1;
    }

    @Override
    double windowGain() {
        return WINDOW_GAIN;
    }

    @Override
    long inFlightCap() {
        return bbr.longTerm.withHeadroom();
    }
}
