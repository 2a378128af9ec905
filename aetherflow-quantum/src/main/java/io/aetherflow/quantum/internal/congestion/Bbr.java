// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import java.util.random.RandomGenerator;

/**
 * BBR version 3 by draft-ietf-ccwg-bbr: a model of the path, its bandwidth and its round trip, sets how fast and how much to send.
 * A small state machine looks for more, drains what queued, and measures again; each state is a class of its own, as is each part
 * of the model, with the draft's pseudo-code beside it.
 *
 * <p>It deviates from the draft in two places: {@link OfferedLoad}, and {@link LossTolerance} with {@link Profile#LOSSY_PATH}.
 */
public final class Bbr implements CongestionController {
    final DeliverySampler sampler = new DeliverySampler();
    final RateSample sample = sampler.sample;
    final Rounds rounds = new Rounds();
    final BandwidthFilter bandwidthFilter = new BandwidthFilter();
    final FullPipe fullPipe = new FullPipe();
    final MinRttFilter minRtt;
    final AckAggregation aggregation;
    final LossTolerance lossTolerance;
    final ShortTermModel shortTerm;
    final LongTermModel longTerm;
    final LossEpisode episode;
    final BbrControl control;

    final Startup startup;
    final Drain drain;
    final ProbeBw probeBw;
    final ProbeRtt probeRtt;
    BbrState state;

    private int maxPacketSize;
    private long inFlight;
    private long bandwidth;
    private boolean idleRestart;

    /**
     * @param maxPacketSize the largest size of a packet, in bytes
     * @param random spreads the bandwidth probes of connections
     */
    public Bbr(Profile profile, int maxPacketSize, RandomGenerator random, long now) {
        this.maxPacketSize = maxPacketSize;
        minRtt = new MinRttFilter(now);
        aggregation = new AckAggregation(now);
        lossTolerance = new LossTolerance(profile);
        shortTerm = new ShortTermModel(now);
        longTerm = new LongTermModel(this);
        episode = new LossEpisode(this);
        control = new BbrControl(this);
        startup = new Startup(this);
        drain = new Drain(this);
        probeBw = new ProbeBw(this, random);
        probeRtt = new ProbeRtt(this);
        state = startup;
    }

    /** First, quoted from section 5.4.1:
     * <pre>
     * HandleRestartFromIdle():
     *   if (C.inflight == 0 && C.app_limited)
     *     BBR.idle_restart = true
     *     BBR.extra_acked_interval_start = Now()
     *     if (IsInAProbeBWState())
     *       SetPacingRateWithGain(1)
     *     else if (BBR.state == ProbeRTT)
     *       CheckProbeRTTDone()
     * </pre>
     */
    @Override
    public void packetSent(PacketState packet, long inFlightBefore) {
        if (inFlightBefore == 0 && sampler.isAppLimited()) {
            restartFromIdle(packet.sentTime);
        }
        sampler.packetSent(packet, inFlightBefore);
        inFlight = packet.inFlight;
        shortTerm.offered.packetSent(packet);
        control.packetSent(packet);
        packet.cruising = state == probeBw.cruise;
    }

    private void restartFromIdle(long now) {
        idleRestart = true;
        aggregation.restart(now);
        if (state instanceof ProbeBwPhase) {
            control.setPacingRate(1);
        } else if (state == probeRtt) {
            probeRtt.checkDone(now);
        }
    }

    @Override
    public void packetLost(PacketState packet, long now) {
        sampler.packetLost(packet);
        inFlight -= packet.size;
        shortTerm.noteLoss(sampler.delivered());
        episode.add(packet, now);
        startup.packetLost(packet);
        lossTolerance.packetLost(packet);
        probeBw.packetLost(packet, now);
    }

    @Override
    public void packetAcked(PacketState packet, long now) {
        sampler.packetAcked(packet, now);
        inFlight -= packet.size;
        episode.packetAcked(packet);
        lossTolerance.packetAcked(packet);
    }

    /** Quoted from section 5.2.3; without an acknowledgement there is nothing to learn:
     * <pre>
     * UpdateOnACK():
     *   GenerateRateSample()
     *   UpdateModelAndState()
     *   UpdateControlParameters()
     * </pre>
     */
    @Override
    public void eventFinished(long now, long inFlightNow, RttView rtt) {
        inFlight = inFlightNow;
        if (sample.hasData) {
            sampler.generate(rtt.min());
            updateModelAndState(now);
            control.update(rtt);
        }
        sample.reset();
    }

    /** Quoted from section 5.2.3:
     * <pre>
     * UpdateModelAndState():
     *   UpdateLatestDeliverySignals()
     *   UpdateCongestionSignals()
     *   UpdateACKAggregation()
     *   CheckFullBWReached()
     *   CheckStartupDone()
     *   CheckDrainDone()
     *   UpdateProbeBWCyclePhase()
     *   UpdateMinRTT()
     *   CheckProbeRTT()
     *   AdvanceLatestDeliverySignals()
     *   BoundBWForModel()
     * </pre>
     */
    private void updateModelAndState(long now) {
        shortTerm.updateLatest(sample, sampler.delivered(), now);
        updateRound();
        bandwidthFilter.update(sample);
        shortTerm.update(this);
        aggregation.update(this, now);
        fullPipe.check(sample, rounds.started());
        startup.checkDone();
        drain.checkDone(now);
        probeBw.update(now);
        minRtt.update(sample.rtt, now);
        probeRtt.check(idleRestart, now);
        idleRestart &= sample.delivered <= 0;
        shortTerm.advanceLatest(sample);
        boundBandwidth();
    }

    private void updateRound() {
        rounds.update(sample.priorDelivered, sampler.delivered());
        lossTolerance.update(sample.rtt, minRtt.minRtt(), rounds.started());
        if (rounds.started()) {
            probeBw.roundStarted();
            control.roundStarted();
        }
    }

    /** Quoted from section 5.5.10.3:
     * <pre>
     * BoundBWForModel():
     *   BBR.bw = min(BBR.max_bw, BBR.bw_shortterm)
     * </pre>
     */
    private void boundBandwidth() {
        bandwidth = Math.min(bandwidthFilter.max(), shortTerm.bandwidth());
    }

    /** Quoted from section 5.6.4.4, for what is left of a retransmission timeout in RFC 9002:
     * <pre>
     * OnEnterRTO():
     *   SaveCwnd()
     *   SaveStateUponLoss()
     *   C.cwnd = C.inflight + 1
     * </pre>
     */
    @Override
    public void persistentCongestion(long now) {
        episode.save();
        control.setWindow(inFlight + maxPacketSize);
    }

    @Override
    public void spuriousLoss(PacketState packet, long now) {
        sampler.arrivedLate(packet);
        episode.spuriousLoss(packet, now);
    }

    @Override
    public void appLimited(long inFlightNow) {
        if (inFlightNow < control.window()) {
            sampler.markAppLimited(inFlightNow);
        }
    }

    @Override
    public void packetSizeChanged(int newMaxPacketSize) {
        maxPacketSize = newMaxPacketSize;
    }

    void startRound() {
        rounds.start(sampler.delivered());
    }

    int maxPacketSize() {
        return maxPacketSize;
    }

    /** {@code C.inflight}. */
    long inFlight() {
        return inFlight;
    }

    @Override
    public long congestionWindow() {
        return control.window();
    }

    @Override
    public long pacingRate() {
        return control.pacingRate();
    }

    @Override
    public long bandwidth() {
        return bandwidth;
    }

    @Override
    public String phase() {
        return state.name();
    }
}
