// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** The window of RFC 9438 as a function of time, in packets and seconds: the cubic curve and Reno's line beside it. */
final class CubicCurve {
    private static final double C = 0.4;
    private static final double BETA = 0.7;
    private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);
    private static final double MAX_GROWTH = 1.5;
    private static final double NANOS_PER_SECOND = 1e9;

    private boolean epochStarted;
    private long epoch;
    private double plateau;
    private boolean plateauKnown;
    private double timeToPlateau;
    private double renoWindow;

    /**
     * Section 4.7, in one line:
     * <pre>
     * W_max = cwnd * (1 + beta_cubic) / 2   if cwnd < W_max and fast convergence enabled
     *         cwnd                          otherwise
     * </pre>
     */
    void congestionEvent(double window) {
        plateau = plateauKnown && window < plateau ? window * (1 + BETA) / 2 : window;
        plateauKnown = true;
        epochStarted = false;
    }

    /** Section 4.8: the next stage begins at its own window, with K = 0. */
    void timeout() {
        plateauKnown = false;
        epochStarted = false;
    }

    /** Time that the application limited does not count, section 4.2. */
    void pause(long nanos) {
        epoch += nanos;
    }

    /** A packet is another number of bytes from now on: what is counted in packets stays the same in bytes. */
    void rescale(double packets) {
        plateau *= packets;
        renoWindow *= packets;
        timeToPlateau *= Math.cbrt(packets);
    }

    /**
     * The window after an acknowledgement in congestion avoidance.
     *
     * @param window the window before
     * @param priorWindow the window before the last congestion event
     * @param acked what was acknowledged
     */
    double grow(double window, double priorWindow, double acked, long rtt, long now) {
        if (!epochStarted) {
            startEpoch(window, now);
        }
        double alpha = renoWindow >= priorWindow ? 1 : ALPHA;
        renoWindow += alpha * acked / window;
        double elapsed = (now - epoch) / NANOS_PER_SECOND;
        if (cubic(elapsed) < renoWindow) {
            return Math.max(window, renoWindow);
        }
        double target = Math.min(Math.max(cubic(elapsed + rtt / NANOS_PER_SECOND), window), MAX_GROWTH * window);
        return window + acked * (target - window) / window;
    }

    /**
     * Section 4.2, figure 2:
     * <pre>
     * K = cubic_root((W_max - cwnd_epoch) / C)
     * </pre>
     */
    private void startEpoch(double window, long now) {
        epochStarted = true;
        epoch = now;
        renoWindow = window;
        if (!plateauKnown || window > plateau) {
            plateau = window;
            plateauKnown = true;
        }
        timeToPlateau = Math.cbrt((plateau - window) / C);
    }

    /**
     * Section 4.2, figure 1:
     * <pre>
     * W_cubic(t) = C * (t - K)^3 + W_max
     * </pre>
     */
    private double cubic(double elapsed) {
        double t = elapsed - timeToPlateau;
        return C * t * t * t + plateau;
    }

    void copy(CubicCurve other) {
        epochStarted = other.epochStarted;
        epoch = other.epoch;
        plateau = other.plateau;
        plateauKnown = other.plateauKnown;
        timeToPlateau = other.timeToPlateau;
        renoWindow = other.renoWindow;
    }
}
