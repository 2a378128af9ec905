// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * One episode of loss recovery: what to go back to when its losses turn out to be none, draft-ietf-ccwg-bbr section 5.5.11. It ends
 * when a packet sent after its first loss is acknowledged (RFC 9002 section 7.3.2).
 */
final class LossEpisode {
    private final Bbr bbr;
    private boolean recovering;
    private long recoveryStart;
    private long priorWindow;
    private long lostBytes;
    private long earliestSent;

    private @org.jspecify.annotations.Nullable BbrState undoState;
    private long undoBandwidthShortTerm;
    private long undoInFlightShortTerm;
    private long undoInFlightLongTerm;

    LossEpisode(Bbr bbr) {
        this.bbr = bbr;
    }

    /** Quoted from section 5.5.11.1:
     * <pre>
     * SaveStateUponLoss():
     *   SaveCwnd()
     *   BBR.undo_state              = None
     *   BBR.undo_bw_shortterm       = BBR.bw_shortterm
     *   BBR.undo_inflight_shortterm = BBR.inflight_shortterm
     *   BBR.undo_inflight_longterm  = BBR.inflight_longterm
     * </pre>
     */
    void save() {
        saveWindow();
        undoState = null;
        undoBandwidthShortTerm = bbr.shortTerm.bandwidth();
        undoInFlightShortTerm = bbr.shortTerm.inFlight();
        undoInFlightLongTerm = bbr.longTerm.inFlight();
        lostBytes = 0;
    }

    /** Quoted from section 5.6.4.4:
     * <pre>
     * SaveCwnd():
     *   if (!InLossRecovery() && BBR.state != ProbeRTT)
     *     BBR.prior_cwnd = C.cwnd
     *   else
     *     BBR.prior_cwnd = max(BBR.prior_cwnd, C.cwnd)
     * </pre>
     */
    void saveWindow() {
        long window = bbr.congestionWindow();
        boolean modulated = recovering || bbr.state == bbr.probeRtt;
        priorWindow = modulated ? Math.max(priorWindow, window) : window;
    }

    /** Quoted from section 5.6.4.4:
     * <pre>
     * RestoreCwnd():
     *   C.cwnd = max(C.cwnd, BBR.prior_cwnd)
     * </pre>
     */
    void restoreWindow() {
        bbr.control.setWindow(Math.max(bbr.congestionWindow(), priorWindow));
    }

    /**
     * A packet is lost. The first one begins an episode and saves, as section 5.5.11.1 says. NoteLoss() in section 5.5.10.2 would save
     * with the first loss of a round, and once more after ResetCongestionSignals(), which overwrites what to go back to.
     */
    void add(PacketState packet, long now) {
        if (!recovering) {
            save();
            recovering = true;
            recoveryStart = now;
        }
        if (lostBytes == 0 || packet.sentTime - earliestSent < 0) {
            earliestSent = packet.sentTime;
        }
        lostBytes += packet.size;
    }

    /** A packet is acknowledged. */
    void packetAcked(PacketState packet) {
        if (recovering && packet.sentTime - recoveryStart > 0) {
            recovering = false;
            restoreWindow();
        }
    }

    /** The loss ended a state, to which an undo goes back. */
    void leftOnLoss(BbrState state) {
        undoState = state;
    }

    /** A lost packet has arrived. Undoes the episode when it was its last. */
    void spuriousLoss(PacketState packet, long now) {
        if (lostBytes == 0 || packet.sentTime - earliestSent < 0) {
            return;
        }
        lostBytes = Math.max(lostBytes - packet.size, 0);
        if (lostBytes == 0) {
            undo(now);
        }
    }

    /** Quoted from section 5.5.11.2:
     * <pre>
     * HandleSpuriousLossDetection():
     *   RestoreCwnd()
     *   BBR.is_loss_in_round = false
     *   ResetFullBW()
     *   BBR.bw_shortterm       = max(BBR.bw_shortterm, BBR.undo_bw_shortterm)
     *   BBR.inflight_shortterm = max(BBR.inflight_shortterm, BBR.undo_inflight_shortterm)
     *   BBR.inflight_longterm  = max(BBR.inflight_longterm, BBR.undo_inflight_longterm)
     *   /* If flow was probing bandwidth, return to that state: *&#47;
     *   if (BBR.undo_state == Startup && BBR.state != Startup)
     *     BBR.full_bw_reached = false
     *     if (BBR.state != ProbeRTT)
     *       EnterStartup()
     *   else if (BBR.undo_state == ProbeBW_UP && BBR.state != ProbeBW_UP)
     *     if (BBR.state != ProbeRTT)
     *       StartProbeBW_REFILL()
     *   BBR.undo_state = None
     * </pre>
     */
    private void undo(long now) {
        restoreWindow();
        bbr.fullPipe.reset(0);
        bbr.shortTerm.undo(undoBandwidthShortTerm, undoInFlightShortTerm);
        bbr.longTerm.setInFlight(Math.max(bbr.longTerm.inFlight(), undoInFlightLongTerm));
        if (undoState == bbr.startup && bbr.state != bbr.startup) {
            bbr.fullPipe.setReached(false);
            if (bbr.state != bbr.probeRtt) {
                bbr.startup.enter();
            }
        } else if (undoState == bbr.probeBw.up && bbr.state != bbr.probeBw.up && bbr.state != bbr.probeRtt) {
            bbr.probeBw.refill.start(now);
        }
        undoState = null;
    }
}
