// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import io.aetherflow.quantum.internal.congestion.RttView;

/** Estimates the round trip of a path as RFC 9002 section 5 says, in nanoseconds. */
public final class RttEstimator implements RttView {
    /** The guess before the first sample (RFC 9002 section 6.2.2). */
    public static final long INITIAL_NANOS = 333_000_000;
    /** No timer is finer (RFC 9002 section 6.1.2). */
    public static final long GRANULARITY_NANOS = 1_000_000;

    private long latest;
    private long min;
    private long smoothed = INITIAL_NANOS;
    private long variance = INITIAL_NANOS / 2;
    private long firstSampleTime;
    private boolean sampled;

    /**
     * Takes a sample. RFC 9002 section 5.3:
     * <pre>
     * ack_delay = decoded acknowledgment delay from ACK frame
     * if (handshake confirmed):
     *   ack_delay = min(ack_delay, max_ack_delay)
     * adjusted_rtt = latest_rtt
     * if (latest_rtt &gt;= min_rtt + ack_delay):
     *   adjusted_rtt = latest_rtt - ack_delay
     * smoothed_rtt = 7/8 * smoothed_rtt + 1/8 * adjusted_rtt
     * rttvar_sample = abs(smoothed_rtt - adjusted_rtt)
     * rttvar = 3/4 * rttvar + 1/4 * rttvar_sample
     * </pre>
     * The deviation is that of the sample from the mean before it, as in the appendix's pseudo-code.
     *
     * @param sample from sending the largest newly acknowledged packet to now
     * @param ackDelay how long the peer says it kept its acknowledgement back, already limited by what it promised
     */
    void sample(long sample, long ackDelay, long now) {
        latest = Math.max(sample, 1);
        if (!sampled) {
            sampled = true;
            firstSampleTime = now;
            min = latest;
            smoothed = latest;
            variance = latest / 2;
            return;
        }
        min = Math.min(min, latest);
        long adjusted = latest - min >= ackDelay ? latest - ackDelay : latest;
        variance += (Math.abs(smoothed - adjusted) - variance) / 4;
        smoothed += (adjusted - smoothed) / 8;
    }

    /** Forgets the smallest sample: after persistent congestion the path may be another one (RFC 9002 section 5.2). */
    void restartMin() {
        min = latest;
    }

    /** Forgets everything: the path is another one (RFC 9000 section 9.4). */
    void reset() {
        latest = 0;
        min = 0;
        smoothed = INITIAL_NANOS;
        variance = INITIAL_NANOS / 2;
        sampled = false;
    }

    /** Returns whether there was a sample by the given time, after which a packet was sent. */
    boolean sampledBefore(long time) {
        return sampled && time - firstSampleTime > 0;
    }

    /** Returns the time in which an acknowledgement must come, without the peer's delay (RFC 9002 section 6.2.1). */
    public long probeTimeout() {
        return smoothed + Math.max(4 * variance, GRANULARITY_NANOS);
    }

    @Override
    public long latest() {
        return latest;
    }

    @Override
    public long min() {
        return min;
    }

    @Override
    public long smoothed() {
        return smoothed;
    }

    @Override
    public long variance() {
        return variance;
    }
}
