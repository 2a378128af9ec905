// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** Counts packet-timed round trips, draft-ietf-ccwg-bbr section 5.5.1: one ends when a packet sent after its start is acknowledged. */
final class Rounds {
    private long count;
    private boolean started;
    private long nextDelivered;

    /** Round trips so far. */
    long count() {
        return count;
    }

    /** Whether the event under way began one. */
    boolean started() {
        return started;
    }

    /** Quoted from section 5.5.1:
     * <pre>
     * UpdateRound():
     *   if (P.delivered >= BBR.next_round_delivered)
     *     StartRound()
     *     BBR.round_count++
     *     BBR.rounds_since_probe_up++
     *     BBR.round_start = true
     *   else
     *     BBR.round_start = false
     * </pre>
     */
    void update(long priorDelivered, long delivered) {
        started = priorDelivered >= nextDelivered;
        if (started) {
            start(delivered);
            count++;
        }
    }

    /** Quoted from section 5.5.1:
     * <pre>
     * StartRound():
     *   BBR.next_round_delivered = C.delivered
     * </pre>
     */
    void start(long delivered) {
        nextDelivered = delivered;
    }
}
