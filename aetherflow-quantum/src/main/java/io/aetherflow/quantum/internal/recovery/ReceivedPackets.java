// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

/**
 * The packets that arrived in one packet number space: refuses duplicates, and says when an acknowledgement is due and what it names (RFC 9000
 * section 13.2).
 *
 * <p>Order of calls: {@link #isNew} once a packet is decrypted, {@link #received} once its frames are read; before sending, {@link #ackDue} or
 * {@link #ackPending}, then {@link #prepareAck}, {@link #ranges}, {@link #delayMicros}, and {@link #ackSent} once the packet has left.
 */
public final class ReceivedPackets {
    /** What {@link #ackDeadline} returns when no acknowledgement is owed. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;
    /** How many ranges are kept; packets below are refused. */
    public static final int MAX_RANGES = 256;
    /** How many ranges an acknowledgement names at most (PROTOCOL.md section 2). */
    public static final int MAX_REPORTED = 64;

    private final PacketRanges packets = new PacketRanges(MAX_RANGES);
    /** Only made when there are more ranges than are named. */
    private long[] chosen = new long[0];

    private boolean choose;
    private int reported;

    private int threshold;
    private long maxDelay;

    private long largestTime;
    private long largestAckEliciting = -1;
    /** Numbers below were named in an acknowledgement that the peer has got. */
    private long known;
    /** The smallest number that came since the last acknowledgement. */
    private long lowestNew = Long.MAX_VALUE;

    private int owed;
    private boolean atOnce;
    private long owedSince;

    /**
     * Creates it with nothing received.
     *
     * @param threshold for how many packets that ask for it an acknowledgement is due: 1 for HANDSHAKE, 2 for DATA
     * @param maxDelayNanos how long one is kept back at most; 0 for HANDSHAKE
     */
    public ReceivedPackets(int threshold, long maxDelayNanos) {
        frequency(threshold, maxDelayNanos);
    }

    /** The peer asks for other thresholds: ACK_FREQUENCY. */
    public void frequency(int packetThreshold, long maxDelayNanos) {
        this.threshold = packetThreshold;
        this.maxDelay = maxDelayNanos;
    }

    /** Returns whether a packet has not been here before; false also for one so old that nobody knows. */
    public boolean isNew(long packetNumber) {
        return !packets.contains(packetNumber);
    }

    /** Returns the largest number that arrived, -1 before the first. */
    public long largest() {
        return packets.count() == 0 ? -1 : packets.high(0);
    }

    /**
     * A packet for which {@link #isNew} is true has arrived and is processed.
     *
     * @param ackEliciting whether it asks for an acknowledgement
     */
    public void received(long packetNumber, boolean ackEliciting, long now) {
        if (packetNumber > largest()) {
            largestTime = now;
        }
        packets.add(packetNumber);
        lowestNew = Math.min(lowestNew, packetNumber);
        if (ackEliciting) {
            if (owed++ == 0) {
                owedSince = now;
            }
            atOnce |= owed >= threshold || isOutOfOrder(packetNumber);
            largestAckEliciting = Math.max(largestAckEliciting, packetNumber);
        }
    }

    /**
     * RFC 9000 section 13.2.1: an acknowledgement is sent at once for a packet "with a packet number less than another ack-eliciting packet that has been
     * received", or "larger than the highest-numbered ack-eliciting packet that has been received and there are missing packets between that packet and this
     * packet".
     */
    private boolean isOutOfOrder(long packetNumber) {
        return packetNumber < largestAckEliciting
                || packets.low(packets.rangeAtOrBelow(packetNumber)) > largestAckEliciting + 1;
    }

    /** Returns whether an acknowledgement must be sent now. */
    public boolean ackDue(long now) {
        return ackDeadline(now) == 0;
    }

    /** Returns in how many nanoseconds an acknowledgement is due, 0 if it is overdue, {@link #NO_DEADLINE} if none is owed. */
    public long ackDeadline(long now) {
        if (owed == 0) {
            return NO_DEADLINE;
        }
        return atOnce ? 0 : Math.max(0, owedSince + maxDelay - now);
    }

    /** Returns whether an acknowledgement is owed, so that a packet that leaves anyway had better carry it. */
    public boolean ackPending() {
        return owed > 0;
    }

    /**
     * Chooses what the next acknowledgement names: the highest ranges, down to what the peer is known to know. If there are too many, half of
     * them are those down to the oldest packet that came since the last one, which would otherwise never be named.
     *
     * @return how many ranges, 0 if nothing has arrived
     */
    public int prepareAck() {
        int wanted = packets.count() == 0 ? 0 : 1 + lastWanted();
        choose = wanted > MAX_REPORTED;
        reported = Math.min(wanted, MAX_REPORTED);
        if (choose) {
            chooseRanges(wanted);
        }
        return reported;
    }

    /** The last range that holds a number which is new or not known to be known. */
    private int lastWanted() {
        int above = packets.rangeAtOrBelow(Math.min(known, lowestNew));
        boolean touches = above < packets.count() && packets.high(above) >= Math.min(known, lowestNew);
        return Math.max(0, touches ? above : above - 1);
    }

    private void chooseRanges(int wanted) {
        if (chosen.length == 0) {
            chosen = new long[2 * MAX_REPORTED];
        }
        int last = lowestNew == Long.MAX_VALUE ? 0 : packets.rangeAtOrBelow(lowestNew);
        if (last < MAX_REPORTED) {
            System.arraycopy(packets.bounds(), 0, chosen, 0, 2 * MAX_REPORTED);
        } else {
            System.arraycopy(packets.bounds(), 0, chosen, 0, MAX_REPORTED);
            int from = 2 * (last + 1) - MAX_REPORTED;
            System.arraycopy(packets.bounds(), from, chosen, MAX_REPORTED, MAX_REPORTED);
        }
    }

    /** Returns the smallest and largest number of each chosen range, the highest first; valid until the next packet. */
    public long[] ranges() {
        return choose ? chosen : packets.bounds();
    }

    /** Returns how long the acknowledgement of the largest number was kept back, in microseconds. */
    public long delayMicros(long now) {
        return Math.max(0, (now - largestTime) / 1000);
    }

    /** An acknowledgement as prepared has left. */
    public void ackSent() {
        owed = 0;
        atOnce = false;
        lowestNew = Long.MAX_VALUE;
    }

    /** The peer has got an acknowledgement whose largest number was this: what is not above need not be named again (RFC 9000 section 13.2.4). */
    public void ackArrived(long largest) {
        known = Math.max(known, largest + 1);
    }
}
