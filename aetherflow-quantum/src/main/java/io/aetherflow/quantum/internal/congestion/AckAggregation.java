// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** {@code BBR.extra_acked}: how much more than expected is acknowledged at once, draft-ietf-ccwg-bbr section 5.5.9. */
final class AckAggregation {
    private static final int WINDOW_ROUNDS = 10;
    private static final double NANOS_PER_SECOND = 1e9;

    private final WindowedMax filter = new WindowedMax(WINDOW_ROUNDS);
    private long intervalStart;
    private long delivered;
    private long extraAcked;

    AckAggregation(long now) {
        intervalStart = now;
    }

    /** In bytes. */
    long extraAcked() {
        return extraAcked;
    }

    /** Nothing was expected while the connection was idle. */
    void restart(long now) {
        intervalStart = now;
    }

    /** Quoted from section 5.5.9:
     * <pre>
     * UpdateACKAggregation():
     *   interval = (Now() - BBR.extra_acked_interval_start)
     *   expected_delivered = BBR.bw * interval
     *   /* Reset interval if ACK rate is below expected rate: *&#47;
     *   if (BBR.extra_acked_delivered <= expected_delivered)
     *       BBR.extra_acked_delivered = 0
     *       BBR.extra_acked_interval_start = Now()
     *       expected_delivered = 0
     *   BBR.extra_acked_delivered += RS.newly_acked
     *   extra = BBR.extra_acked_delivered - expected_delivered
     *   extra = min(extra, C.cwnd)
     *   if (BBR.full_bw_reached)
     *     filter_len = BBR.ExtraAckedFilterLen
     *   else
     *     filter_len = 1  /* in Startup, just remember 1 round *&#47;
     *   BBR.extra_acked = UpdateWindowedMaxFilter(...)
     * </pre>
     */
    void update(Bbr bbr, long now) {
        long expected = (long) (bbr.bandwidth() * ((now - intervalStart) / NANOS_PER_SECOND));
        if (delivered <= expected) {
            delivered = 0;
            intervalStart = now;
            expected = 0;
        }
        delivered += bbr.sample.newlyAcked;
        filter.add(Math.min(delivered - expected, bbr.congestionWindow()), bbr.rounds.count());
        extraAcked = filter.max(bbr.fullPipe.reached() ? WINDOW_ROUNDS : 1);
    }
}
