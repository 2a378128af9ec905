// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * Measures how fast a path delivers, draft-ietf-ccwg-bbr section 4.1: every packet remembers how much had been delivered when it
 * was sent, and its acknowledgement tells how much has been since. A sample is marked when the application, not the path, limited it.
 */
final class DeliverySampler {
    private static final double NANOS_PER_SECOND = 1e9;

    /** The sample of the event under way. */
    final RateSample sample = new RateSample();

    private long delivered;
    private long lost;
    private long deliveredTime;
    private long firstSentTime;
    /** The {@code delivered} that ends the application-limited phase, or 0. */
    private long appLimitedUntil;

    /** Bytes delivered so far. */
    long delivered() {
        return delivered;
    }

    /** Bytes lost so far, the spuriously lost ones included. */
    long lost() {
        return lost;
    }

    /** Whether packets sent now are sent for lack of more data. */
    boolean isAppLimited() {
        return appLimitedUntil != 0;
    }

    /** Bytes sent before and with the packet: a number that orders packets as they were sent, even within one instant. */
    static long sentBytes(PacketState packet) {
        return packet.delivered + packet.lost + packet.inFlight;
    }

    /** Quoted from section 4.1.2.2:
     * <pre>
     * OnPacketSent(Packet P):
     *   if (C.inflight == 0)
     *     C.first_send_time  = C.delivered_time = P.send_time
     *   P.first_send_time = C.first_send_time
     *   P.delivered_time  = C.delivered_time
     *   P.delivered       = C.delivered
     *   P.is_app_limited  = (C.app_limited != 0)
     *   P.tx_in_flight    = C.inflight    /* includes data in P *&#47;
     *   P.lost            = C.lost
     * </pre>
     */
    void packetSent(PacketState packet, long inFlightBefore) {
        if (inFlightBefore == 0) {
            firstSentTime = packet.sentTime;
            deliveredTime = packet.sentTime;
        }
        packet.firstSentTime = firstSentTime;
        packet.deliveredTime = deliveredTime;
        packet.delivered = delivered;
        packet.appLimited = isAppLimited();
        packet.inFlight = inFlightBefore + packet.size;
        packet.lost = lost;
    }

    void packetLost(PacketState packet) {
        lost += packet.size;
    }

    /** A packet that was told lost arrived: it was delivered, but is too old for a sample. */
    void arrivedLate(PacketState packet) {
        delivered += packet.size;
    }

    /** Quoted from section 4.1.2.3; the packet's order among those of one send time is its {@link #sentBytes}:
     * <pre>
     * UpdateRateSample(Packet P):
     *   C.delivered += P.data_length
     *   C.delivered_time = Now()
     *   if (!RS.has_data || IsNewestPacket(P))
     *     RS.has_data         = true
     *     RS.prior_delivered  = P.delivered
     *     RS.prior_time       = P.delivered_time
     *     RS.is_app_limited   = P.is_app_limited
     *     RS.send_elapsed     = P.send_time - P.first_send_time
     *     RS.ack_elapsed      = C.delivered_time - P.delivered_time
     *     RS.last_acked_packet_id = P.packet_id
     *     C.first_send_time   = P.send_time
     * </pre>
     */
    void packetAcked(PacketState packet, long now) {
        delivered += packet.size;
        deliveredTime = now;
        sample.newlyAcked += packet.size;
        if (sample.hasData && !isNewest(packet)) {
            return;
        }
        sample.hasData = true;
        sample.priorDelivered = packet.delivered;
        sample.priorTime = packet.deliveredTime;
        sample.appLimited = packet.appLimited;
        sample.sendElapsed = packet.sentTime - packet.firstSentTime;
        sample.sentBytes = sentBytes(packet);
        sample.inFlightAtSend = packet.inFlight;
        sample.lost = lost - packet.lost;
        sample.rtt = now - packet.sentTime;
        firstSentTime = packet.sentTime;
    }

    private boolean isNewest(PacketState packet) {
        long later = packet.sentTime - firstSentTime;
        return later > 0 || (later == 0 && sentBytes(packet) > sample.sentBytes);
    }

    /** Quoted from section 4.1.2.3:
     * <pre>
     * GenerateRateSample():
     *   if (C.app_limited && C.delivered > C.app_limited)
     *     C.app_limited = 0
     *   if (RS.prior_time == 0)
     *     return /* nothing delivered on this ACK *&#47;
     *   RS.interval = max(RS.send_elapsed, RS.ack_elapsed)
     *   RS.delivered = C.delivered - RS.prior_delivered
     *   if (RS.interval <  C.min_rtt)
     *     return  /* no reliable rate sample *&#47;
     *   if (RS.interval != 0)
     *     RS.delivery_rate = RS.delivered / RS.interval
     * </pre>
     */
    void generate(long minRtt) {
        if (isAppLimited() && delivered > appLimitedUntil) {
            appLimitedUntil = 0;
        }
        if (!sample.hasData) {
            return;
        }
        long interval = Math.max(sample.sendElapsed, deliveredTime - sample.priorTime);
        sample.delivered = delivered - sample.priorDelivered;
        if (interval >= minRtt && interval > 0) {
            sample.deliveryRate = (long) (sample.delivered * NANOS_PER_SECOND / interval);
        }
    }

    /** Quoted from section 4.1.2.4:
     * <pre>
     * MarkConnectionAppLimited():
     *   C.app_limited = max(C.delivered + C.inflight, 1)
     * </pre>
     */
    void markAppLimited(long inFlight) {
        appLimitedUntil = Math.max(delivered + inFlight, 1);
    }
}
