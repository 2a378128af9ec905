// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was sent in one packet number space and is neither acknowledged nor lost, and a bounded memory of what was lost. */
final class SentSpace {
    /** How many packets are followed at most; beyond that none that counts in flight may be sent. */
    static final int MAX_FOLLOWED = 1 << 16;
    /** How many packets that only acknowledge are followed at most. */
    static final int MAX_ACK_ONLY = 1024;
    /** How many lost packets are remembered at most. */
    static final int MAX_LOST = 1024;
    /** How many probe timeouts a lost packet is remembered. */
    private static final int LOST_PROBE_TIMEOUTS = 8;

    private final PacketLedger sent = new PacketLedger();
    private final PacketLedger lost = new PacketLedger();
    private final SentPacketPool pool;

    /** The number of the next packet. */
    long nextPacketNumber;
    /** The largest acknowledged number, -1 before the first. */
    long largestAcked = -1;
    /** When the last packet that asks for an acknowledgement left. */
    long lastAckElicitingTime;
    /** How many packets are in flight that ask for an acknowledgement. */
    int ackElicitingInFlight;
    /** How many probes are to be sent. */
    int probesWanted;
    /** Whether its keys are gone. */
    boolean discarded;

    private int ackOnly;
    /** The number of the packet whose frames were sent again last, in a probe. */
    private long lastProbed = -1;

    SentSpace(SentPacketPool pool) {
        this.pool = pool;
    }

    boolean hasRoom() {
        return sent.size() < MAX_FOLLOWED;
    }

    /** Follows a packet that has just left, or gives it back. */
    void add(SentPacket packet) {
        nextPacketNumber++;
        if (packet.ackEliciting) {
            lastAckElicitingTime = packet.sentTime;
            ackElicitingInFlight++;
            probesWanted = Math.max(0, probesWanted - 1);
        }
        if (packet.countsInFlight) {
            sent.add(packet);
        } else if (ackOnly < MAX_ACK_ONLY && first() != null) {
            sent.add(packet);
            ackOnly++;
        } else {
            pool.release(packet);
        }
    }

    /**
     * Returns the oldest packet that counts in flight and is neither acknowledged nor lost. Packets before it that only acknowledge are
     * dropped: nothing can be learned from them, as a sample of the round trip needs a packet that asked for it.
     */
    @Nullable
    SentPacket first() {
        @Nullable SentPacket packet = sent.first();
        while (packet != null && !packet.countsInFlight) {
            sent.removeFirst();
            ackOnly--;
            pool.release(packet);
            packet = sent.first();
        }
        return packet;
    }

    /**
     * Returns the oldest packet whose frames were not sent again in a probe yet, starting anew after the newest; null if none that is in flight
     * carries any. So probes carry by turns all that may be lost, though they are few.
     */
    @Nullable
    SentPacket nextToProbe() {
        @Nullable SentPacket packet = withFramesFrom(lastProbed + 1);
        if (packet == null) {
            packet = withFramesFrom(0);
        }
        lastProbed = packet == null ? -1 : packet.packetNumber;
        return packet;
    }

    private @Nullable SentPacket withFramesFrom(long number) {
        @Nullable SentPacket packet = sent.firstFrom(number);
        while (packet != null && !(packet.countsInFlight && packet.recordCount() > 0)) {
            packet = sent.firstFrom(packet.packetNumber + 1);
        }
        return packet;
    }

    void removeFirst(SentPacket packet) {
        sent.removeFirst();
        removed(packet);
    }

    /** Counts what was acknowledged in front; see {@link PacketLedger#holesPassed}. */
    long holesPassed() {
        return sent.holesPassed();
    }

    /** Moves the packets that an acknowledgement names for the first time to {@code acked}, and those that were lost before to {@code late}. */
    void acknowledge(long[] lowHighDescending, int ranges, List<SentPacket> acked, List<SentPacket> late) {
        largestAcked = Math.max(largestAcked, lowHighDescending[1]);
        for (int i = 2 * ranges - 2; i >= 0; i -= 2) {
            sent.take(lowHighDescending[i], lowHighDescending[i + 1], acked);
            lost.take(lowHighDescending[i], lowHighDescending[i + 1], late);
        }
        for (int i = 0; i < acked.size(); i++) {
            removed(acked.get(i));
        }
    }

    private void removed(SentPacket packet) {
        if (packet.ackEliciting) {
            ackElicitingInFlight--;
        }
        if (!packet.countsInFlight) {
            ackOnly--;
        }
    }

    void rememberLost(SentPacket packet) {
        @Nullable SentPacket oldest = lost.first();
        if (oldest != null && lost.size() == MAX_LOST) {
            forget(oldest);
        }
        lost.add(packet);
    }

    /** Forgets lost packets that were sent longer ago than they could still be under way. */
    void forgetLost(long probeTimeout, long now) {
        @Nullable SentPacket oldest = lost.first();
        while (oldest != null && now - oldest.sentTime > LOST_PROBE_TIMEOUTS * probeTimeout) {
            forget(oldest);
            oldest = lost.first();
        }
    }

    private void forget(SentPacket oldestLost) {
        lost.removeFirst();
        pool.release(oldestLost);
    }

    /** Forgets all packets. Those that counted in flight are handed to {@code inFlight} before they go back to the pool. */
    void clear(Consumer<SentPacket> inFlight) {
        @Nullable SentPacket packet = first();
        while (packet != null) {
            removeFirst(packet);
            inFlight.accept(packet);
            pool.release(packet);
            packet = first();
        }
        @Nullable SentPacket oldest = lost.first();
        while (oldest != null) {
            forget(oldest);
            oldest = lost.first();
        }
        probesWanted = 0;
    }
}
