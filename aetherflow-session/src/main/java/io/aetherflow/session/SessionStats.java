// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Duration;

/**
 * What a session's connections have carried, as the transport reported it. Counters stop at {@link Long#MAX_VALUE}.
 *
 * @param packetsSent packets sent to the client
 * @param packetsReceived packets received from the client
 * @param bytesSent bytes sent to the client
 * @param bytesReceived bytes received from the client
 * @param retransmissions packets sent again
 * @param rtt the latest round-trip time, zero when not measured
 */
public record SessionStats(
        long packetsSent,
        long packetsReceived,
        long bytesSent,
        long bytesReceived,
        long retransmissions,
        Duration rtt) {
    // Before NONE, which is checked against it.
    private static final Duration MAX_RTT = Duration.ofHours(1);

    /** All zero: nothing reported yet. */
    public static final SessionStats NONE = new SessionStats(0, 0, 0, 0, 0, Duration.ZERO);

    public SessionStats {
        Checks.notNegative("stats.packetsSent", packetsSent);
        Checks.notNegative("stats.packetsReceived", packetsReceived);
        Checks.notNegative("stats.bytesSent", bytesSent);
        Checks.notNegative("stats.bytesReceived", bytesReceived);
        Checks.notNegative("stats.retransmissions", retransmissions);
        Checks.within("stats.rtt", rtt, Duration.ZERO, MAX_RTT);
    }

    /**
     * Returns these counters plus what came since. The round-trip time is the later one, unless that was not measured.
     *
     * @param delta what came since
     * @return the sum
     */
    public SessionStats plus(SessionStats delta) {
        return new SessionStats(
                sum(packetsSent, delta.packetsSent),
                sum(packetsReceived, delta.packetsReceived),
                sum(bytesSent, delta.bytesSent),
                sum(bytesReceived, delta.bytesReceived),
                sum(retransmissions, delta.retransmissions),
                delta.rtt.isZero() ? rtt : delta.rtt);
    }

    private static long sum(long left, long right) {
        long sum = left + right;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
