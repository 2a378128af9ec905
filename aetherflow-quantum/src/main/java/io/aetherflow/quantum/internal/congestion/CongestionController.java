// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * Decides how many bytes may be in flight and how fast they leave. It hears of each packet that counts in flight, when it is sent
 * and when it is known to be delivered or lost. In one event, all lost packets come first, then all acknowledged ones, then
 * {@link #eventFinished}. Allocates nothing per packet; used by one thread; times are monotonic nanoseconds.
 */
public interface CongestionController {
    /**
     * A packet leaves. Fills in its state.
     *
     * @param packet sent time and size are set
     * @param inFlightBefore bytes in flight without it
     */
    void packetSent(PacketState packet, long inFlightBefore);

    /** A packet is lost. It is no longer in flight. */
    void packetLost(PacketState packet, long now);

    /** A packet is acknowledged for the first time. It is no longer in flight. */
    void packetAcked(PacketState packet, long now);

    /**
     * All packets of one acknowledgement, or of one loss timer, have been told.
     *
     * @param inFlight bytes in flight now
     * @param rtt the path's round trip, with this acknowledgement's sample
     */
    void eventFinished(long now, long inFlight, RttView rtt);

    /** Everything sent for a long time was lost (RFC 9002 section 7.6). */
    void persistentCongestion(long now);

    /** A packet that was told lost has arrived after all. */
    void spuriousLoss(PacketState packet, long now);

    /** There is nothing more to send, though more would be allowed. */
    void appLimited(long inFlight);

    /** The largest size of a packet changed, in bytes. */
    void packetSizeChanged(int maxPacketSize);

    /** How many bytes may be in flight. */
    long congestionWindow();

    /** How fast to send, in bytes a second; 0 while there is no limit. */
    long pacingRate();

    /** The estimated bandwidth of the path, in bytes a second; 0 while unknown. */
    long bandwidth();

    /** The state it is in, by the name that its specification uses. */
    String phase();
}
