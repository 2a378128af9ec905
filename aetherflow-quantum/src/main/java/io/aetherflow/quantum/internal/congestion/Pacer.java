// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * Spaces packets so that they leave at a rate: a token bucket. The bucket holds what leaves in a millisecond, at least two packets and
 * at most 64 KiB, so that a burst is never longer; that is the send quantum of draft-ietf-ccwg-bbr section 5.6.3. Up to 100 Mbit/s it is
 * ten packets or less. Who finds the bucket empty waits for a quarter of it: more precise timers cost more than they give. Who then comes
 * late, since the machine was busy, makes up for it: the bucket goes on filling to what leaves in four milliseconds, at least ten packets.
 * Times are monotonic nanoseconds, rates bytes a second, and a rate of 0 is no limit.
 */
public final class Pacer {
    private static final int MIN_BURST_PACKETS = 2;
    private static final int MAX_BURST_BYTES = 64 * 1024;
    private static final int FIRST_BURST_PACKETS = 10;
    private static final int WAITS_PER_BURST = 4;
    private static final int BURSTS_MADE_UP_FOR = 4;
    private static final long BURSTS_PER_SECOND = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private int maxPacketSize;
    private double tokens;
    private long filledTime;
    /** Whether somebody was told to wait and has not sent since. */
    private boolean awaited;

    /** The first ten packets may leave at once (RFC 9002 section 7.7). */
    public Pacer(int maxPacketSize, long now) {
        this.maxPacketSize = maxPacketSize;
        tokens = (double) maxPacketSize * FIRST_BURST_PACKETS;
        filledTime = now;
    }

    /** The largest size of a packet changed, in bytes. */
    public void packetSizeChanged(int newMaxPacketSize) {
        maxPacketSize = newMaxPacketSize;
    }

    /** When a packet of a size may leave: now, or later. */
    public long nextSendTime(long now, int size, long rate) {
        if (rate <= 0) {
            return now;
        }
        double there = tokensAt(now, rate);
        if (there >= size) {
            return now;
        }
        awaited = true;
        double missing = Math.max(size, capacity(rate) / WAITS_PER_BURST) - there;
        return now + (long) Math.ceil(missing * NANOS_PER_SECOND / rate);
    }

    /** A packet leaves, perhaps before its time. */
    public void sent(long now, int size, long rate) {
        tokens = (rate <= 0 ? capacity(rate) : tokensAt(now, rate)) - size;
        filledTime = now;
        awaited = false;
    }

    private double tokensAt(long now, long rate) {
        double filled = tokens + (now - filledTime) * (rate / NANOS_PER_SECOND);
        return Math.min(filled, Math.max(awaited ? lateCapacity(rate) : capacity(rate), tokens));
    }

    private double capacity(long rate) {
        return Math.max(burst(rate, 1), (long) MIN_BURST_PACKETS * maxPacketSize);
    }

    private double lateCapacity(long rate) {
        return Math.max(burst(rate, BURSTS_MADE_UP_FOR), (long) FIRST_BURST_PACKETS * maxPacketSize);
    }

    private static long burst(long rate, int milliseconds) {
        return Math.min(rate / BURSTS_PER_SECOND * milliseconds, MAX_BURST_BYTES);
    }
}
