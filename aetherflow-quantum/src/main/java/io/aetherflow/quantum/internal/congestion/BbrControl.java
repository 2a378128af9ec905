// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** The control parameters of BBR, draft-ietf-ccwg-bbr section 5.6: pacing rate, send quantum and congestion window. */
final class BbrControl {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PACING_MARGIN = 0.99;
    private static final long NANOS_BEFORE_FIRST_RTT = 1_000_000;
    private static final long MAX_QUANTUM = 64 * 1024;
    private static final long QUANTA_PER_SECOND = 1_000;
    private static final int MIN_PIPE_PACKETS = 4;
    private static final int EXTRA_PACKETS_UP = 2;

    private final Bbr bbr;
    private final long initialWindow;
    private long window;
    private long pacingRate;
    private boolean pacedByRtt;
    private long sendQuantum;
    private boolean limited;
    private boolean limitedBefore;

    BbrControl(Bbr bbr) {
        this.bbr = bbr;
        initialWindow = Windows.initial(bbr.maxPacketSize());
        window = initialWindow;
        initPacingRate(NANOS_BEFORE_FIRST_RTT);
        setSendQuantum();
    }

    long window() {
        return window;
    }

    void setWindow(long bytes) {
        window = bytes;
    }

    long pacingRate() {
        return pacingRate;
    }

    /** {@code BBR.MinPipeCwnd}, section 5.6.4.3. */
    long minWindow() {
        return (long) MIN_PIPE_PACKETS * bbr.maxPacketSize();
    }

    /** {@code C.is_cwnd_limited}: whether the window was used up in the last round trip. */
    boolean isWindowLimited() {
        return limited || limitedBefore;
    }

    void packetSent(PacketState packet) {
        limited |= packet.inFlight + bbr.maxPacketSize() > window;
    }

    void roundStarted() {
        limitedBefore = limited;
        limited = false;
    }

    /** Quoted from section 5.6.2; once more with the first round trip that is measured:
     * <pre>
     * InitPacingRate():
     *   nominal_bandwidth = C.InitialCwnd / (C.srtt ? C.srtt : 1ms)
     *   C.pacing_rate =  BBR.StartupPacingGain * nominal_bandwidth
     * </pre>
     */
    private void initPacingRate(long rtt) {
        pacingRate = (long) (Startup.PACING_GAIN * initialWindow * NANOS_PER_SECOND / Math.max(rtt, 1));
    }

    /** Quoted from section 5.2.3:
     * <pre>
     * UpdateControlParameters():
     *   SetPacingRate()
     *   SetSendQuantum()
     *   SetCwnd()
     * </pre>
     */
    void update(RttView rtt) {
        if (!pacedByRtt) {
            pacedByRtt = true;
            initPacingRate(rtt.smoothed());
        }
        setPacingRate(bbr.state.pacingGain());
        setSendQuantum();
        setWindow();
    }

    /** Quoted from section 5.6.2:
     * <pre>
     * SetPacingRateWithGain(pacing_gain):
     *   rate = pacing_gain * bw * (100 - BBR.PacingMarginPercent) / 100
     *   if (BBR.full_bw_reached || rate > C.pacing_rate)
     *     C.pacing_rate = rate
     * </pre>
     */
    void setPacingRate(double gain) {
        long rate = (long) (gain * bbr.bandwidth() * PACING_MARGIN);
        if (rate > 0 && (bbr.fullPipe.reached() || rate > pacingRate)) {
            pacingRate = rate;
        }
    }

    /** Quoted from section 5.6.3:
     * <pre>
     * SetSendQuantum():
     *   C.send_quantum = C.pacing_rate * 1ms
     *   C.send_quantum = min(C.send_quantum, 64 KBytes)
     *   C.send_quantum = max(C.send_quantum, 2 * C.SMSS)
     * </pre>
     */
    private void setSendQuantum() {
        sendQuantum = Math.max(Math.min(pacingRate / QUANTA_PER_SECOND, MAX_QUANTUM), 2L * bbr.maxPacketSize());
    }

    /** Quoted from section 5.6.4.6:
     * <pre>
     * SetCwnd():
     *   UpdateMaxInflight()
     *   if (BBR.full_bw_reached)
     *     C.cwnd = min(C.cwnd + RS.newly_acked, BBR.max_inflight)
     *   else if (C.cwnd < BBR.max_inflight || C.delivered < C.InitialCwnd)
     *     C.cwnd = C.cwnd + RS.newly_acked
     *   C.cwnd = max(C.cwnd, BBR.MinPipeCwnd)
     *   BoundCwndForProbeRTT()
     *   BoundCwndForModel()
     * </pre>
     */
    private void setWindow() {
        long acked = bbr.sample.newlyAcked;
        long maxInFlight = maxInFlight();
        if (bbr.fullPipe.reached()) {
            window = Math.min(window + acked, maxInFlight);
        } else if (window < maxInFlight || bbr.sampler.delivered() < initialWindow) {
            window += acked;
        }
        window = Math.max(window, minWindow());
        boundForProbeRtt();
        boundForModel();
    }

    /** Quoted from section 5.6.4.2:
     * <pre>
     * UpdateMaxInflight():
     *   inflight_cap = BDPMultiple(BBR.cwnd_gain)
     *   inflight_cap += BBR.extra_acked
     *   BBR.max_inflight = QuantizationBudget(inflight_cap)
     * </pre>
     */
    private long maxInFlight() {
        return quantized(bdp(bbr.bandwidth(), bbr.state.windowGain()) + bbr.aggregation.extraAcked());
    }

    /** Quoted from section 5.6.4.2, with the bandwidth as a parameter:
     * <pre>
     * BDPMultiple(gain):
     *   if (BBR.min_rtt == Infinity)
     *     return C.InitialCwnd /* no valid RTT samples yet *&#47;
     *   BBR.bdp = BBR.bw * BBR.min_rtt
     *   return gain * BBR.bdp
     * </pre>
     */
    long bdp(long bandwidth, double gain) {
        if (!bbr.minRtt.known()) {
            return initialWindow;
        }
        return (long) (gain * bandwidth * (bbr.minRtt.minRtt() / NANOS_PER_SECOND));
    }

    /** Quoted from section 5.6.4.2; the offload budget is the send quantum, as section 5.5.8.2 says for QUIC:
     * <pre>
     * QuantizationBudget(inflight_cap)
     *   UpdateOffloadBudget()
     *   inflight_cap = max(inflight_cap, BBR.offload_budget)
     *   inflight_cap = max(inflight_cap, BBR.MinPipeCwnd)
     *   if (BBR.state == ProbeBW_UP)
     *     inflight_cap += 2*C.SMSS
     *   return inflight_cap
     * </pre>
     */
    private long quantized(long inFlight) {
        long cap = Math.max(Math.max(inFlight, sendQuantum), minWindow());
        return bbr.state == bbr.probeBw.up ? cap + (long) EXTRA_PACKETS_UP * bbr.maxPacketSize() : cap;
    }

    /** Quoted from section 5.6.4.2, with the bandwidth as a parameter:
     * <pre>
     * Inflight(gain):
     *   inflight_cap = BDPMultiple(gain)
     *   return QuantizationBudget(inflight_cap)
     * </pre>
     */
    long inFlight(long bandwidth) {
        return quantized(bdp(bandwidth, 1));
    }

    /** Quoted from section 5.3.3.5.3:
     * <pre>
     * TargetInflight()
     *   return min(BBR.bdp, C.cwnd)
     * </pre>
     */
    long targetInFlight() {
        return Math.min(bdp(bbr.bandwidth(), 1), window);
    }

    /** Quoted from section 5.6.4.5:
     * <pre>
     * ProbeRTTCwnd():
     *   probe_rtt_cwnd = BDPMultiple(BBR.bw, BBR.ProbeRTTCwndGain)
     *   probe_rtt_cwnd = max(probe_rtt_cwnd, BBR.MinPipeCwnd)
     *   return probe_rtt_cwnd
     * </pre>
     */
    long probeRttWindow() {
        return Math.max(bdp(bbr.bandwidth(), ProbeRtt.WINDOW_GAIN), minWindow());
    }

    /** Quoted from section 5.6.4.5:
     * <pre>
     * BoundCwndForProbeRTT():
     *   if (BBR.state == ProbeRTT)
     *     C.cwnd = min(C.cwnd, ProbeRTTCwnd())
     * </pre>
     */
    private void boundForProbeRtt() {
        if (bbr.state == bbr.probeRtt) {
            window = Math.min(window, probeRttWindow());
        }
    }

    /** Quoted from section 5.6.4.7; the cap of each state is its {@link BbrState#inFlightCap}:
     * <pre>
     * BoundCwndForModel():
     *   cap = Infinity
     *   if (IsInAProbeBWState() && BBR.state != ProbeBW_CRUISE)
     *     cap = BBR.inflight_longterm
     *   else if (BBR.state == ProbeRTT || BBR.state == ProbeBW_CRUISE)
     *     cap = InflightWithHeadroom()
     *   /* apply BBR.inflight_shortterm (possibly infinite): *&#47;
     *   cap = min(cap, BBR.inflight_shortterm)
     *   cap = max(cap, BBR.MinPipeCwnd)
     *   C.cwnd = min(C.cwnd, cap)
     * </pre>
     */
    private void boundForModel() {
        long cap = Math.min(bbr.state.inFlightCap(), bbr.shortTerm.inFlight());
        window = Math.min(window, Math.max(cap, minWindow()));
    }
}
