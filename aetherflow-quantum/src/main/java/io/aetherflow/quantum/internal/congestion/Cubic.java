// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * CUBIC by RFC 9438, with slow start as in RFC 9002 and undo of spurious losses. A window in bytes grows by acknowledgements, along a
 * cubic function of the time since the last loss, and is paced over the round trip. What the application limits does not grow it.
 */
public final class Cubic implements CongestionController {
    private static final double BETA = 0.7;
    private static final int MIN_WINDOW_PACKETS = 2;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PACING_GAIN_SLOW_START = 2;
    private static final double PACING_GAIN = 1.25;

    private final DeliverySampler sampler = new DeliverySampler();
    private final CubicCurve curve = new CubicCurve();
    private final CubicCurve undoCurve = new CubicCurve();

    private int maxPacketSize;
    private double window;
    private double slowStartThreshold = Double.MAX_VALUE;
    private double priorWindow;
    private boolean recovering;
    private boolean reduced;
    /** When the window was last reduced, if it was: loss of packets sent before is no news. */
    private long recoveryStart;

    private long smoothedRtt;
    private long growingAcked;
    private long lastEvent;

    private long episodeLost;
    private long episodeEarliestSent;
    private double undoWindow;
    private double undoPriorWindow;
    private double undoSlowStartThreshold;

    /** @param maxPacketSize the largest size of a packet, in bytes */
    public Cubic(int maxPacketSize, long now) {
        this.maxPacketSize = maxPacketSize;
        window = Windows.initial(maxPacketSize);
        lastEvent = now;
    }

    @Override
    public void packetSent(PacketState packet, long inFlightBefore) {
        sampler.packetSent(packet, inFlightBefore);
    }

    @Override
    public void packetLost(PacketState packet, long now) {
        sampler.packetLost(packet);
        if (isBeforeRecovery(packet)) {
            noteLost(packet);
            return;
        }
        saveUndo();
        noteLost(packet);
        recovering = true;
        reduced = true;
        recoveryStart = now;
        congestionEvent();
    }

    private boolean isBeforeRecovery(PacketState packet) {
        return reduced && packet.sentTime - recoveryStart <= 0;
    }

    private void noteLost(PacketState packet) {
        if (episodeLost == 0 || packet.sentTime - episodeEarliestSent < 0) {
            episodeEarliestSent = packet.sentTime;
        }
        episodeLost += packet.size;
    }

    /** Section 4.6, and fast convergence of section 4.7. */
    private void congestionEvent() {
        priorWindow = window;
        curve.congestionEvent(window / maxPacketSize);
        slowStartThreshold = Math.max(window * BETA, minWindow());
        window = slowStartThreshold;
    }

    @Override
    public void packetAcked(PacketState packet, long now) {
        sampler.packetAcked(packet, now);
        if (isBeforeRecovery(packet)) {
            return;
        }
        recovering = false;
        growingAcked += packet.appLimited ? 0 : packet.size;
    }

    @Override
    public void eventFinished(long now, long inFlight, RttView rtt) {
        smoothedRtt = rtt.smoothed();
        if (sampler.sample.hasData) {
            sampler.generate(rtt.min());
            grow(now);
            lastEvent = now;
        }
        sampler.sample.reset();
        growingAcked = 0;
    }

    private void grow(long now) {
        if (growingAcked == 0) {
            curve.pause(now - lastEvent);
        } else if (isSlowStart()) {
            window += growingAcked;
        } else {
            double packets = window / maxPacketSize;
            double acked = (double) growingAcked / maxPacketSize;
            window = maxPacketSize * curve.grow(packets, priorWindow / maxPacketSize, acked, smoothedRtt, now);
        }
    }

    private boolean isSlowStart() {
        return window < slowStartThreshold;
    }

    /** RFC 9438 section 4.8 for a timeout, and RFC 9002 section 7.6.2. */
    @Override
    public void persistentCongestion(long now) {
        priorWindow = window;
        slowStartThreshold = Math.max(window * BETA, minWindow());
        window = minWindow();
        curve.timeout();
        recovering = false;
        reduced = false;
        episodeLost = 0;
    }

    private void saveUndo() {
        undoWindow = window;
        undoPriorWindow = priorWindow;
        undoSlowStartThreshold = slowStartThreshold;
        undoCurve.copy(curve);
        episodeLost = 0;
    }

    /** Section 4.9.2: when no packet of the episode was lost, and the window has not outgrown it. */
    @Override
    public void spuriousLoss(PacketState packet, long now) {
        sampler.arrivedLate(packet);
        if (episodeLost == 0 || packet.sentTime - episodeEarliestSent < 0) {
            return;
        }
        episodeLost = Math.max(episodeLost - packet.size, 0);
        if (episodeLost == 0 && window < priorWindow) {
            window = undoWindow;
            priorWindow = undoPriorWindow;
            slowStartThreshold = undoSlowStartThreshold;
            curve.copy(undoCurve);
            recovering = false;
            reduced = false;
        }
    }

    @Override
    public void appLimited(long inFlight) {
        if (inFlight < congestionWindow()) {
            sampler.markAppLimited(inFlight);
        }
    }

    @Override
    public void packetSizeChanged(int newMaxPacketSize) {
        double packets = (double) maxPacketSize / newMaxPacketSize;
        curve.rescale(packets);
        undoCurve.rescale(packets);
        maxPacketSize = newMaxPacketSize;
        window = Math.max(window, minWindow());
    }

    private long minWindow() {
        return (long) MIN_WINDOW_PACKETS * maxPacketSize;
    }

    @Override
    public long congestionWindow() {
        return (long) window;
    }

    /** The window over the round trip, and some more, so that pacing never limits (RFC 9002 section 7.7). */
    @Override
    public long pacingRate() {
        return (long) ((isSlowStart() ? PACING_GAIN_SLOW_START : PACING_GAIN) * bandwidth());
    }

    @Override
    public long bandwidth() {
        return smoothedRtt == 0 ? 0 : (long) (window * NANOS_PER_SECOND / smoothedRtt);
    }

    @Override
    public String phase() {
        if (isSlowStart()) {
            return "slow start";
        }
        return recovering ? "recovery" : "congestion avoidance";
    }
}
