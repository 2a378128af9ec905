// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** One delivery-rate sample, draft-ietf-ccwg-bbr section 4.1.2.1.3: what the newest packet of an acknowledgement tells. */
final class RateSample {
    /** Whether a packet was acknowledged in this event. */
    boolean hasData;
    /** Bytes a second; 0 without a reliable sample. */
    long deliveryRate;
    /** Bytes delivered over the sampling interval. */
    long delivered;
    /** {@code delivered} of the connection when the newest packet was sent. */
    long priorDelivered;
    /** Whether that packet was sent for lack of more data. */
    boolean appLimited;
    /** Time from sending that packet to now, or -1. */
    long rtt;
    /** Bytes acknowledged in this event. */
    long newlyAcked;
    /** Bytes in flight right after that packet was sent. */
    long inFlightAtSend;
    /** Bytes lost between sending that packet and now. */
    long lost;

    long priorTime;
    long sendElapsed;
    long sentBytes;

    /** Quoted from section 4.1.2.3:
     * <pre>
     * InitRateSample():
     *   RS.rtt           = -1
     *   RS.has_data      = false
     *   RS.prior_time    = 0
     *   RS.interval      = 0
     *   RS.delivery_rate = 0
     * </pre>
     */
    void reset() {
        rtt = -1;
        hasData = false;
        deliveryRate = 0;
        delivered = 0;
        newlyAcked = 0;
        lost = 0;
        inFlightAtSend = 0;
        appLimited = false;
    }
}
