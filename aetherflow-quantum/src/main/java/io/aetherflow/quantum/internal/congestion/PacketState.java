// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * What a congestion controller remembers of a packet in flight: the per-packet state of the delivery-rate sampler,
 * draft-ietf-ccwg-bbr section 4.1. The controller fills it in when the packet is sent; whoever tracks packets keeps it. Fields are
 * open because they are read and written for every packet, by one thread.
 */
public class PacketState {
    /** When it was sent, in nanoseconds. */
    public long sentTime;
    /** Its size on the wire, in bytes, without UDP and IP headers. */
    public int size;
    /** Bytes delivered on the connection when it was sent. */
    public long delivered;
    /** When that was last counted. */
    public long deliveredTime;
    /** When the packet that began the send interval of the sample was sent. */
    public long firstSentTime;
    /** Bytes in flight right after it was sent, itself included. */
    public long inFlight;
    /** Bytes lost on the connection when it was sent. */
    public long lost;
    /** Whether the application had less to send than was allowed. */
    public boolean appLimited;
    /** Whether it was sent no faster than the path is known to deliver. */
    boolean cruising;
}
