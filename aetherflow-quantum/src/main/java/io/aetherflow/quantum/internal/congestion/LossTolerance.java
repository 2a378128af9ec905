// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** How much loss in a round trip is taken for congestion: the loss threshold of draft-ietf-ccwg-bbr section 2.5, and {@link Profile}. */
final class LossTolerance {
    private static final double THRESHOLD = 0.02;
    private static final double THRESHOLD_ON_CALM_PATH = 0.15;
    private static final double CALM_RTT = 1.25;
    private static final double DEVIATIONS = 2;

    private final Profile profile;
    private long highestRtt;
    private long highestRttBefore;
    private boolean calm = true;

    LossTolerance(Profile profile) {
        this.profile = profile;
    }

    /** The tolerated part of what is in flight. */
    double threshold() {
        return ignoresCalmLoss() ? THRESHOLD_ON_CALM_PATH : THRESHOLD;
    }

    /** Whether loss below the threshold is no sign of congestion at all. */
    boolean ignoresCalmLoss() {
        return profile == Profile.LOSSY_PATH && calm;
    }

    /**
     * Whether more is lost than the threshold allows. On a calm path chance must not decide, and a share of few packets is mostly
     * chance: two standard deviations are allowed besides.
     *
     * @param lost bytes lost since the packet was sent
     * @param inFlight bytes in flight when it was sent
     */
    boolean isExceeded(long lost, long inFlight, int maxPacketSize) {
        double allowed = inFlight * threshold();
        if (ignoresCalmLoss()) {
            allowed += DEVIATIONS * Math.sqrt(allowed * maxPacketSize);
        }
        return lost > allowed;
    }

    /** Keeps the highest round trip of this and the previous round. */
    void update(long rtt, long minRtt, boolean roundStarted) {
        if (roundStarted) {
            highestRttBefore = highestRtt;
            highestRtt = 0;
        }
        highestRtt = Math.max(highestRtt, rtt);
        calm = Math.max(highestRtt, highestRttBefore) < minRtt * CALM_RTT;
    }
}
