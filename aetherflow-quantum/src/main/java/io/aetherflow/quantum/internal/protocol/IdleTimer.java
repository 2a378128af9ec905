// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

/**
 * When a connection that hears nothing is over, and when it asks for a sign of life (RFC 9000 section 10.1). Receiving starts both
 * anew; so does the first packet sent after that which asks for an answer.
 */
final class IdleTimer {
    private static final int MIN_PROBE_TIMEOUTS = 3;

    private final long keepAliveNanos;
    private long timeoutNanos;
    private long startedAt;
    private long lastActivity;
    private boolean sentSinceReceived;

    /**
     * @param timeoutNanos 0 for never
     * @param keepAliveNanos 0 for never
     */
    IdleTimer(long timeoutNanos, long keepAliveNanos, long now) {
        this.timeoutNanos = timeoutNanos;
        this.keepAliveNanos = keepAliveNanos;
        this.startedAt = now;
        this.lastActivity = now;
    }

    /** The peer's timeout, 0 for never: the smaller one counts. */
    void peerTimeout(long nanos) {
        if (nanos != 0 && (timeoutNanos == 0 || nanos < timeoutNanos)) {
            timeoutNanos = nanos;
        }
    }

    void received(long now) {
        startedAt = now;
        lastActivity = now;
        sentSinceReceived = false;
    }

    /** A packet that asks for an acknowledgement leaves. */
    void sent(long now) {
        lastActivity = now;
        if (!sentSinceReceived) {
            sentSinceReceived = true;
            startedAt = now;
        }
    }

    /** In how many nanoseconds it is over: never before three probe timeouts, so that a loss alone ends nothing. */
    long untilExpiry(long now, long probeTimeoutNanos) {
        return timeoutNanos == 0
                ? ConnectionCore.NEVER
                : Math.max(0, startedAt + Math.max(timeoutNanos, MIN_PROBE_TIMEOUTS * probeTimeoutNanos) - now);
    }

    /** In how many nanoseconds a sign of life is to be asked for. */
    long untilKeepAlive(long now) {
        return keepAliveNanos == 0 ? ConnectionCore.NEVER : Math.max(0, lastActivity + keepAliveNanos - now);
    }
}
