// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * {@code BBR.bw_shortterm} and {@code BBR.inflight_shortterm}: what the path carries lately, by the rounds with loss outside of a
 * bandwidth probe, draft-ietf-ccwg-bbr section 5.5.10.3.
 */
final class ShortTermModel {
    static final long UNBOUNDED = Long.MAX_VALUE;
    private static final double BETA = 0.7;

    /** What the application offers, for the deviation from the draft. */
    final OfferedLoad offered;

    private long bandwidth = UNBOUNDED;
    private long inFlight = UNBOUNDED;
    private long bandwidthLatest;
    private long inFlightLatest;
    private long lossRoundDelivered;
    private boolean lossRoundStarted;
    private boolean lossInRound;

    ShortTermModel(long now) {
        offered = new OfferedLoad(now);
    }

    /** The bound of the bandwidth, in bytes a second. */
    long bandwidth() {
        return bandwidth;
    }

    /** The bound of the bytes in flight. */
    long inFlight() {
        return inFlight;
    }

    /** The most delivered in this round, in bytes. */
    long inFlightLatest() {
        return inFlightLatest;
    }

    /** Whether the event under way ended a round that is counted from the first loss. */
    boolean lossRoundStarted() {
        return lossRoundStarted;
    }

    /**
     * Quoted from section 5.5.10.2; for SaveStateUponLoss() see {@link LossEpisode#add}:
     * <pre>
     * NoteLoss()
     *   if (!BBR.is_loss_in_round)   /* first loss in this round trip? *&#47;
     *     BBR.loss_round_delivered = C.delivered
     *     SaveStateUponLoss()
     *   BBR.is_loss_in_round = true
     * </pre>
     */
    void noteLoss(long delivered) {
        if (!lossInRound) {
            lossRoundDelivered = delivered;
        }
        lossInRound = true;
    }

    /** Quoted from section 5.5.10.3:
     * <pre>
     * UpdateLatestDeliverySignals():
     *   BBR.loss_round_start = 0
     *   BBR.bw_latest       = max(BBR.bw_latest,       RS.delivery_rate)
     *   BBR.inflight_latest = max(BBR.inflight_latest, RS.delivered)
     *   if (RS.prior_delivered >= BBR.loss_round_delivered)
     *     BBR.loss_round_delivered = C.delivered
     *     BBR.loss_round_start = 1
     * </pre>
     */
    void updateLatest(RateSample sample, long delivered, long now) {
        bandwidthLatest = Math.max(bandwidthLatest, sample.deliveryRate);
        inFlightLatest = Math.max(inFlightLatest, sample.delivered);
        lossRoundStarted = sample.priorDelivered >= lossRoundDelivered;
        if (lossRoundStarted) {
            lossRoundDelivered = delivered;
            offered.roundEnded(now);
        }
    }

    /** Quoted from section 5.5.10.3:
     * <pre>
     * AdvanceLatestDeliverySignals():
     *   if (BBR.loss_round_start)
     *     BBR.bw_latest       = RS.delivery_rate
     *     BBR.inflight_latest = RS.delivered
     * </pre>
     */
    void advanceLatest(RateSample sample) {
        if (lossRoundStarted) {
            bandwidthLatest = sample.deliveryRate;
            inFlightLatest = sample.delivered;
        }
    }

    /** Quoted from section 5.5.10.3:
     * <pre>
     * ResetCongestionSignals():
     *   BBR.is_loss_in_round = false
     *   BBR.bw_latest = 0
     *   BBR.inflight_latest = 0
     * </pre>
     */
    void resetSignals() {
        lossInRound = false;
        bandwidthLatest = 0;
        inFlightLatest = 0;
    }

    /** Quoted from section 5.5.10.3, after UpdateMaxBw():
     * <pre>
     * UpdateCongestionSignals():
     *   if (!BBR.loss_round_start)
     *     return  /* wait until end of round trip *&#47;
     *   AdaptLowerBoundsFromCongestion()  /* once per round, adapt *&#47;
     *   BBR.is_loss_in_round = false
     *
     * AdaptLowerBoundsFromCongestion():
     *   if (IsProbingBW())
     *     return
     *   if (BBR.is_loss_in_round)
     *     InitLowerBounds()
     *     LossLowerBounds()
     * </pre>
     */
    void update(Bbr bbr) {
        if (!lossRoundStarted) {
            return;
        }
        if (lossInRound && !bbr.state.probesBandwidth() && !isTolerated(bbr)) {
            lower(bbr.bandwidthFilter.max(), bbr.congestionWindow());
        }
        lossInRound = false;
    }

    private static boolean isTolerated(Bbr bbr) {
        return bbr.lossTolerance.ignoresCalmLoss() && !bbr.longTerm.isInFlightTooHigh();
    }

    /** Quoted from section 5.5.10.3, with {@link OfferedLoad} as the deviation:
     * <pre>
     * InitLowerBounds():
     *   if (BBR.bw_shortterm == Infinity)
     *     BBR.bw_shortterm = BBR.max_bw
     *   if (BBR.inflight_shortterm == Infinity)
     *     BBR.inflight_shortterm = C.cwnd
     *
     * LossLowerBounds()
     *   BBR.bw_shortterm       = max(BBR.bw_latest,
     *                         BBR.Beta * BBR.bw_shortterm)
     *   BBR.inflight_shortterm = max(BBR.inflight_latest,
     *                         BBR.Beta * BBR.inflight_shortterm)
     * </pre>
     */
    private void lower(long maxBandwidth, long congestionWindow) {
        long bandwidthBefore = bandwidth == UNBOUNDED ? maxBandwidth : bandwidth;
        long inFlightBefore = inFlight == UNBOUNDED ? congestionWindow : inFlight;
        bandwidth = max(bandwidthLatest, (long) (BETA * bandwidthBefore), offered.rate());
        inFlight = max(inFlightLatest, (long) (BETA * inFlightBefore), offered.inFlight());
    }

    private static long max(long delivered, long reduced, long offered) {
        return Math.max(Math.max(delivered, reduced), offered);
    }

    /** Quoted from section 5.5.10.3:
     * <pre>
     * ResetShortTermModel():
     *   BBR.bw_shortterm       = Infinity
     *   BBR.inflight_shortterm = Infinity
     * </pre>
     */
    void reset() {
        bandwidth = UNBOUNDED;
        inFlight = UNBOUNDED;
    }

    /** The loss of the round was none: see {@link LossEpisode}. */
    void undo(long bandwidthBefore, long inFlightBefore) {
        lossInRound = false;
        bandwidth = Math.max(bandwidth, bandwidthBefore);
        inFlight = Math.max(inFlight, inFlightBefore);
    }
}
