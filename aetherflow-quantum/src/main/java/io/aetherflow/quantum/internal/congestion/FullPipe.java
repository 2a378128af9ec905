// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * Notices that sending faster no longer delivers faster, draft-ietf-ccwg-bbr section 5.3.1.2: three rounds, not limited by the
 * application, with less than 25 % growth.
 */
final class FullPipe {
    private static final double GROWTH = 1.25;
    private static final int ROUNDS_WITHOUT_GROWTH = 3;

    private boolean reached;
    private boolean now;
    private long baseline;
    private int count;

    /** Whether the path was ever full. */
    boolean reached() {
        return reached;
    }

    /** Whether it is full since the last {@link #reset}. */
    boolean isFullNow() {
        return now;
    }

    /** Loss has shown, or a spurious loss has not shown, that the path was full. */
    void setReached(boolean full) {
        reached = full;
    }

    /** Quoted from section 5.3.1.2, with the new baseline that its callers set:
     * <pre>
     * ResetFullBW():
     *   BBR.full_bw = 0
     *   BBR.full_bw_count = 0
     *   BBR.full_bw_now = 0
     * </pre>
     */
    void reset(long newBaseline) {
        baseline = newBaseline;
        count = 0;
        now = false;
    }

    /** Quoted from section 5.3.1.2:
     * <pre>
     * CheckFullBWReached():
     *   if (BBR.full_bw_now || !BBR.round_start || RS.is_app_limited)
     *     return  /* no need to check for a full pipe now *&#47;
     *   if (RS.delivery_rate >= BBR.full_bw * 1.25)
     *     ResetFullBW()       /* bw is still growing, so reset *&#47;
     *     BBR.full_bw = RS.delivery_rate  /* record new baseline bw *&#47;
     *     return
     *   BBR.full_bw_count++   /* another round w/o much growth *&#47;
     *   BBR.full_bw_now = (BBR.full_bw_count >= 3)
     *   if (BBR.full_bw_now)
     *     BBR.full_bw_reached = true
     * </pre>
     */
    void check(RateSample sample, boolean roundStarted) {
        if (now || !roundStarted || sample.appLimited) {
            return;
        }
        if (sample.deliveryRate >= baseline * GROWTH) {
            reset(sample.deliveryRate);
            return;
        }
        count++;
        now = count >= ROUNDS_WITHOUT_GROWTH;
        reached |= now;
    }
}
