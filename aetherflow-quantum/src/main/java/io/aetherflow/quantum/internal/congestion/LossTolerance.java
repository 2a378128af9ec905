// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * How much loss in a round trip is taken for congestion: the loss threshold of draft-ietf-ccwg-bbr section 2.5, and {@link Profile}.
 *
 * <p>Loss that a path has anyway does not depend on how fast this flow sends; loss of a queue that overflows does, and a short queue overflows
 * before the round trip has risen much. So each bandwidth probe is an experiment: when it loses more than was lost while cruising, the loss is
 * the queue's, and until the next probe this flow heeds loss as any other does. Without it a flow on a queue of a fifth of the
 * bandwidth-delay product would take nearly everything from one that heeds loss.
 */
final class LossTolerance {
    private static final double THRESHOLD = 0.02;
    private static final double THRESHOLD_ON_CALM_PATH = 0.15;
    private static final double CALM_RTT = 1.25;
    private static final double DEVIATIONS = 2;
    private static final double DEVIATIONS_OF_PROBE = 3;

    private final Profile profile;
    private long highestRtt;
    private long highestRttBefore;
    private boolean calm = true;
    private boolean probeLostMore;
    /** Bytes that were sent while cruising and whose fate is known; what is older counts less. */
    private long cruised;

    private long cruisedLost;

    LossTolerance(Profile profile) {
        this.profile = profile;
    }

    /** The tolerated part of what is in flight. */
    double threshold() {
        return ignoresCalmLoss() ? THRESHOLD_ON_CALM_PATH : THRESHOLD;
    }

    /** Whether loss below the threshold is no sign of congestion at all. */
    boolean ignoresCalmLoss() {
        return profile == Profile.LOSSY_PATH && calm && !probeLostMore;
    }

    /**
     * Whether more is lost than the threshold allows. On a calm path chance must not decide, and a share of few packets is mostly
     * chance: two standard deviations are allowed besides.
     *
     * @param lost bytes lost since the packet was sent
     * @param inFlight bytes in flight when it was sent
     */
    boolean isExceeded(long lost, long inFlight, int maxPacketSize) {
        return lost > allowed(inFlight * threshold(), ignoresCalmLoss() ? DEVIATIONS : 0, maxPacketSize);
    }

    private static double allowed(double expected, double deviations, int maxPacketSize) {
        return expected + deviations * Math.sqrt(expected * maxPacketSize);
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

    void packetAcked(PacketState packet) {
        cruised += packet.cruising ? packet.size : 0;
    }

    void packetLost(PacketState packet) {
        cruised += packet.cruising ? packet.size : 0;
        cruisedLost += packet.cruising ? packet.size : 0;
    }

    /** The path is about to be probed. */
    void probeStarts() {
        probeLostMore = false;
    }

    /** A packet of a probe is lost; see {@link #isExceeded}. Chance may decide even less here, as this is asked for each lost packet. */
    void probeLost(long lost, long inFlight, int maxPacketSize) {
        if (cruised > 0) {
            double expected = inFlight * ((double) cruisedLost / cruised + THRESHOLD);
            probeLostMore |= lost > allowed(expected, DEVIATIONS_OF_PROBE, maxPacketSize);
        }
    }

    /** The probe is over. */
    void probeEnds() {
        cruised /= 2;
        cruisedLost /= 2;
    }
}
