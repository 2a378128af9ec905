// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import java.util.random.RandomGenerator;

/** What the four phases of ProbeBW share: the clock of the probes and what acknowledgements tell of them, section 5.3.3.6. */
final class ProbeBw {
    private static final long MIN_WAIT_NANOS = 2_000_000_000L;
    private static final long RANDOM_WAIT_NANOS = 1_000_000_000L;
    private static final long MAX_RENO_ROUNDS = 63;

    /** {@code BBR.ack_phase}: what acknowledgements tell, with respect to a bandwidth probe. */
    enum AckPhase {
        INIT,
        REFILLING,
        PROBE_STARTING,
        PROBE_FEEDBACK,
        PROBE_STOPPING
    }

    final ProbeBwDown down;
    final ProbeBwCruise cruise;
    final ProbeBwRefill refill;
    final ProbeBwUp up;

    AckPhase ackPhase = AckPhase.INIT;
    /** {@code BBR.is_bw_probe_sample}. */
    boolean probeSample;
    /** {@code BBR.prev_probe_too_high}. */
    boolean previousTooHigh;
    /** {@code BBR.prev_probe_precautionary}. */
    boolean previousPrecautionary;

    private final Bbr bbr;
    private final RandomGenerator random;
    private long cycleStart;
    private long wait;
    private long roundsSinceProbe;

    ProbeBw(Bbr bbr, RandomGenerator random) {
        this.bbr = bbr;
        this.random = random;
        down = new ProbeBwDown(bbr);
        cruise = new ProbeBwCruise(bbr);
        refill = new ProbeBwRefill(bbr);
        up = new ProbeBwUp(bbr);
    }

    void roundStarted() {
        roundsSinceProbe++;
    }

    /** Quoted from section 5.3.3.6; each phase has its case:
     * <pre>
     * UpdateProbeBWCyclePhase():
     *   if (!BBR.full_bw_reached)
     *     return  /* only handling steady-state behavior here *&#47;
     *   if (AdaptLongTermModel())
     *     return  /* already decided state transition *&#47;
     *   if (!IsInAProbeBWState())
     *     return /* only handling ProbeBW states here: *&#47;
     *   switch (state)
     * </pre>
     */
    void update(long now) {
        if (bbr.fullPipe.reached() && !adaptLongTermModel(now) && bbr.state instanceof ProbeBwPhase phase) {
            phase.update(now);
        }
    }

    /** Quoted from section 5.3.3.6; the end is {@link LongTermModel#raise}:
     * <pre>
     * AdaptLongTermModel():
     *   if (BBR.ack_phase == ACKS_PROBE_STARTING && BBR.round_start)
     *     /* starting to get bw probing samples *&#47;
     *     BBR.ack_phase = ACKS_PROBE_FEEDBACK
     *   if (BBR.ack_phase == ACKS_PROBE_STOPPING && BBR.round_start)
     *     /* end of samples from bw probing phase *&#47;
     *     BBR.is_bw_probe_sample = false
     *     BBR.ack_phase = ACKS_INIT
     *     if (IsInAProbeBWState() && !RS.is_app_limited)
     *       AdvanceMaxBwFilter()
     *     /* Precautionary Bandwidth Probing: Acceleration *&#47;
     *     if (IsInAProbeBWState() &&
     *         BBR.prev_probe_precautionary &&
     *         !BBR.prev_probe_too_high)
     *       StartProbeBW_REFILL()
     *       return true
     * </pre>
     */
    private boolean adaptLongTermModel(long now) {
        if (ackPhase == AckPhase.PROBE_STARTING && bbr.rounds.started()) {
            ackPhase = AckPhase.PROBE_FEEDBACK;
        }
        if (ackPhase == AckPhase.PROBE_STOPPING && bbr.rounds.started() && probeSamplesEnded(now)) {
            return true;
        }
        bbr.longTerm.raise();
        return false;
    }

    private boolean probeSamplesEnded(long now) {
        probeSample = false;
        ackPhase = AckPhase.INIT;
        boolean probing = bbr.state instanceof ProbeBwPhase;
        if (probing && !bbr.sample.appLimited) {
            bbr.bandwidthFilter.advance();
        }
        if (probing && previousPrecautionary && !previousTooHigh) {
            refill.start(now);
            return true;
        }
        return false;
    }

    /** Quoted from section 5.5.10.2, after NoteLoss():
     * <pre>
     * HandleLostPacket(Packet P):
     *   if (!BBR.is_bw_probe_sample)
     *     return /* not a packet sent while probing bandwidth *&#47;
     *   RS.tx_in_flight = P.tx_in_flight /* C.inflight at transmit *&#47;
     *   RS.lost = C.lost - P.lost /* data lost since transmit *&#47;
     *   RS.is_app_limited = P.is_app_limited
     *   if (IsInflightTooHigh())
     *     RS.tx_in_flight = InflightAtLoss(P)
     *     HandleInflightTooHigh()
     * </pre>
     */
    void packetLost(PacketState packet, long now) {
        if (!probeSample) {
            return;
        }
        bbr.sample.inFlightAtSend = packet.inFlight;
        bbr.sample.lost = bbr.sampler.lost() - packet.lost;
        bbr.sample.appLimited = packet.appLimited;
        bbr.lossTolerance.probeLost(bbr.sample.lost, packet.inFlight, bbr.maxPacketSize());
        if (bbr.longTerm.isInFlightTooHigh()) {
            bbr.sample.inFlightAtSend = bbr.longTerm.inFlightAtLoss(packet);
            handleInFlightTooHigh(now);
        }
    }

    /** Quoted from section 5.5.10.2:
     * <pre>
     * HandleInflightTooHigh():
     *   BBR.prev_probe_too_high = true
     *   BBR.is_bw_probe_sample = false  /* only react once per bw probe *&#47;
     *   if (!RS.is_app_limited)
     *     BBR.inflight_longterm = max(RS.tx_in_flight,
     *                           TargetInflight() * BBR.Beta)
     *   if (BBR.state == ProbeBW_UP)
     *     BBR.undo_state = ProbeBW_UP
     *     StartProbeBW_DOWN()
     * </pre>
     */
    private void handleInFlightTooHigh(long now) {
        previousTooHigh = true;
        probeSample = false;
        if (!bbr.sample.appLimited) {
            long reduced = (long) (bbr.control.targetInFlight() * LongTermModel.BETA);
            bbr.longTerm.setInFlight(Math.max(bbr.sample.inFlightAtSend, reduced));
        }
        if (bbr.state == up) {
            bbr.episode.leftOnLoss(up);
            down.start(now);
        }
    }

    /** Quoted from section 5.3.3.5.3:
     * <pre>
     * PickProbeWait():
     *   BBR.rounds_since_probe_up =
     *     random_int_between(0, 1); /* 0 or 1 *&#47;
     *   BBR.bw_probe_wait =
     *     2 + random_float_between(0.0, 1.0) /* 0..1 sec *&#47;
     * </pre>
     */
    void pickWait(long now) {
        roundsSinceProbe = random.nextInt(2);
        wait = MIN_WAIT_NANOS + random.nextLong(RANDOM_WAIT_NANOS);
        cycleStart = now;
    }

    /** Quoted from section 5.3.3.5.3:
     * <pre>
     * IsTimeToProbeBW():
     *   if (HasElapsedInPhase(BBR.bw_probe_wait) ||
     *       IsRenoCoexistenceProbeTime())
     *     StartProbeBW_REFILL()
     *     return true
     *   return false
     *
     * IsRenoCoexistenceProbeTime():
     *   reno_rounds = TargetInflight()
     *   rounds = min(reno_rounds, 63)
     *   return BBR.rounds_since_probe_up >= rounds
     * </pre>
     */
    boolean startProbeWhenTime(long now) {
        long renoRounds = bbr.control.targetInFlight() / bbr.maxPacketSize();
        if (now - cycleStart > wait || roundsSinceProbe >= Math.min(renoRounds, MAX_RENO_ROUNDS)) {
            refill.start(now);
            return true;
        }
        return false;
    }
}
