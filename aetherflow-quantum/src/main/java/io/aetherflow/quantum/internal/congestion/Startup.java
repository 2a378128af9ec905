// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** Doubles the rate each round until the path is full, draft-ietf-ccwg-bbr section 5.3.1. */
final class Startup extends BbrState {
    /** {@code BBR.StartupPacingGain}. */
    static final double PACING_GAIN = 2.77;
    /** {@code BBRStartupFullLossCnt}. */
    private static final int LOST_RANGES = 6;

    private int lostRanges;
    private long lostUpTo;

    Startup(Bbr bbr) {
        super(bbr);
    }

    /** Quoted from section 5.3.1.1:
     * <pre>
     * EnterStartup():
     *   BBR.state = Startup
     *   BBR.pacing_gain = BBR.StartupPacingGain
     *   BBR.cwnd_gain = BBR.DefaultCwndGain
     * </pre>
     */
    void enter() {
        bbr.state = this;
        lostRanges = 0;
    }

    /** Counts ranges of packets that were lost one after the other. */
    void packetLost(PacketState packet) {
        long end = DeliverySampler.sentBytes(packet);
        if (lostRanges == 0 || end - packet.size != lostUpTo) {
            lostRanges++;
        }
        lostUpTo = end;
    }

    /** Quoted from section 5.3.1.1:
     * <pre>
     * CheckStartupDone():
     *   CheckStartupHighLoss()
     *   if (BBR.state == Startup && BBR.full_bw_reached)
     *     EnterDrain()
     * </pre>
     */
    void checkDone() {
        if (bbr.state != this) {
            return;
        }
        checkHighLoss();
        if (bbr.fullPipe.reached()) {
            bbr.drain.enter();
        }
    }

    /** Section 5.3.1.3: a full round in recovery, with loss above the threshold, in at least six places. */
    private void checkHighLoss() {
        if (!bbr.shortTerm.lossRoundStarted()) {
            return;
        }
        if (lostRanges >= LOST_RANGES && bbr.longTerm.isInFlightTooHigh()) {
            bbr.episode.leftOnLoss(this);
            bbr.fullPipe.setReached(true);
            long bdp = bbr.control.bdp(bbr.bandwidthFilter.max(), 1);
            bbr.longTerm.setInFlight(Math.max(bdp, bbr.shortTerm.inFlightLatest()));
        }
        lostRanges = 0;
    }

    @Override
    String name() {
        return "Startup";
    }

    @Override
    double pacingGain() {
        return PACING_GAIN;
    }

    @Override
    boolean probesBandwidth() {
        return true;
    }
}
