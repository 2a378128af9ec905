// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** {@code BBR.max_bw}: the highest delivery rate of this and the previous probing cycle, draft-ietf-ccwg-bbr section 5.5.3. */
final class BandwidthFilter {
    private static final int WINDOW_CYCLES = 2;

    private final WindowedMax filter = new WindowedMax(WINDOW_CYCLES);
    private long cycle;
    private long max;

    /** Bytes a second, 0 before the first sample. */
    long max() {
        return max;
    }

    /** Quoted from section 5.5.5, whose UpdateRound() is {@link Rounds#update}:
     * <pre>
     * UpdateMaxBw()
     *   UpdateRound()
     *   if (RS.delivery_rate > 0 &&
     *       (RS.delivery_rate >= BBR.max_bw || !RS.is_app_limited))
     *       BBR.max_bw = UpdateWindowedMaxFilter(
     *                     filter=BBR.max_bw_filter,
     *                     value=RS.delivery_rate,
     *                     time=BBR.cycle_count,
     *                     window_length=BBR.MaxBwFilterLen)
     * </pre>
     */
    void update(RateSample sample) {
        if (sample.deliveryRate > 0 && (sample.deliveryRate >= max || !sample.appLimited)) {
            filter.add(sample.deliveryRate, cycle);
            max = filter.max(WINDOW_CYCLES);
        }
    }

    /** Quoted from section 5.5.6:
     * <pre>
     * AdvanceMaxBwFilter():
     *   BBR.cycle_count++
     * </pre>
     */
    void advance() {
        cycle++;
    }
}
