// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/**
 * Spaces packets so that they leave at a rate: a token bucket. The bucket holds what leaves in a millisecond, at least two packets and
 * at most 64 KiB, so that a burst is never longer; that is the send quantum of draft-ietf-ccwg-bbr section 5.6.3. Up to 100 Mbit/s it is
 * ten packets or less. Who finds the bucket empty waits for a quarter of it: more precise timers cost more than they give. Times are
 * monotonic nanoseconds, rates bytes a second, and a rate of 0 is no limit.
 */
public final class Pacer {
    private static final int MIN_BURST_PACKETS = 2;
    private static final int MAX_BURST_BYTES = 64 * 1024;
    private static final int FIRST_BURST_PACKETS = 10;
    private static final int WAITS_PER_BURST = 4;
    private static final long BURSTS_PER_SECOND = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private int maxPacketSize;
    private double tokens;
    private long filledTime;

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
        double missing = Math.max(size, capacity(rate) / WAITS_PER_BURST) - there;
        return now + (long) Math.ceil(missing * NANOS_PER_SECOND / rate);
    }

    /** A packet leaves, perhaps before its time. */
    public void sent(long now, int size, long rate) {
        tokens = (rate <= 0 ? capacity(rate) : tokensAt(now, rate)) - size;
        filledTime = now;
    }

    private double tokensAt(long now, long rate) {
        double filled = tokens + (now - filledTime) * (rate / NANOS_PER_SECOND);
        return Math.min(filled, Math.max(capacity(rate), tokens));
    }

    private double capacity(long rate) {
        long burst = rate / BURSTS_PER_SECOND;
        long atLeast = (long) MIN_BURST_PACKETS * maxPacketSize;
        return Math.max(Math.min(burst, MAX_BURST_BYTES), atLeast);
    }
}
