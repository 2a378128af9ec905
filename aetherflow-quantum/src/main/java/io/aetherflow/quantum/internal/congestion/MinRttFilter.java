// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** {@code BBR.min_rtt} and when it was last measured, draft-ietf-ccwg-bbr section 5.3.4.3. */
final class MinRttFilter {
    private static final long FILTER_NANOS = 10_000_000_000L;
    private static final long PROBE_INTERVAL_NANOS = 5_000_000_000L;

    private boolean known;
    private long minRtt = Long.MAX_VALUE;
    private long minRttTime;
    private long probeMin = Long.MAX_VALUE;
    private long probeMinTime;
    private boolean probeExpired;

    MinRttFilter(long now) {
        minRttTime = now;
        probeMinTime = now;
    }

    /** Whether there was a sample. */
    boolean known() {
        return known;
    }

    /** Nanoseconds; {@link Long#MAX_VALUE} before the first sample. */
    long minRtt() {
        return minRtt;
    }

    /** Whether it is time to drain the queue and measure again. */
    boolean probeExpired() {
        return probeExpired;
    }

    /** The path was drained: the next probe is a whole interval away. */
    void probed(long now) {
        probeMinTime = now;
    }

    /** Quoted from section 5.3.4.3:
     * <pre>
     * UpdateMinRTT()
     *   BBR.probe_rtt_expired =
     *     Now() > BBR.probe_rtt_min_stamp + BBR.ProbeRTTInterval
     *   if (RS.rtt >= 0 &&
     *       (RS.rtt < BBR.probe_rtt_min_delay ||
     *        BBR.probe_rtt_expired))
     *      BBR.probe_rtt_min_delay = RS.rtt
     *      BBR.probe_rtt_min_stamp = Now()
     *
     *   min_rtt_expired =
     *     Now() > BBR.min_rtt_stamp + BBR.MinRTTFilterLen
     *   if (BBR.probe_rtt_min_delay < BBR.min_rtt ||
     *       min_rtt_expired)
     *     BBR.min_rtt       = BBR.probe_rtt_min_delay
     *     BBR.min_rtt_stamp = BBR.probe_rtt_min_stamp
     * </pre>
     */
    void update(long rtt, long now) {
        probeExpired = now - probeMinTime > PROBE_INTERVAL_NANOS;
        if (rtt >= 0 && (rtt < probeMin || probeExpired)) {
            probeMin = rtt;
            probeMinTime = now;
            known = true;
        }
        if (probeMin < minRtt || now - minRttTime > FILTER_NANOS) {
            minRtt = probeMin;
            minRttTime = probeMinTime;
        }
    }
}
