// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packets of one space in the order of their numbers: a ring to which the newest is added at the end, and from which any range is taken.
 * What is taken from the middle leaves a hole until everything before it is gone. Neighbouring holes are skipped in one step once they were
 * passed, so that acknowledgements that name the same packets again and again cost nothing. The ring grows as needed, and is
 * halved when it has become empty some times in a row without having been a quarter full: what a busy time took is given back in a quiet one.
 */
final class PacketLedger {
    static final int INITIAL_SLOTS = 8;
    private static final int USED_PART = 4;
    /** How often it must have become empty. */
    static final int QUIET_TIMES = 8;

    /** Null at a hole. */
    private @Nullable SentPacket[] packets = new @Nullable SentPacket[INITIAL_SLOTS];

    private long[] numbers = new long[INITIAL_SLOTS];
    /** At a hole: how many slots on the next packet may be. */
    private int[] skips = new int[INITIAL_SLOTS];
    /** Positions only grow; a slot is a position modulo the length. */
    private long head;

    private long tail;
    private int size;
    /** How long the part in use was since it was empty. */
    private long mostSlots;

    private int quietTimes;
    private long holesPassed;

    /** Returns how many packets there are. */
    int size() {
        return size;
    }

    /** Returns how many holes have been at the front so far: if it changes between two {@link #first}, something was taken between these. */
    long holesPassed() {
        return holesPassed;
    }

    /** How many packets there is room for. */
    int slots() {
        return packets.length;
    }

    /** Adds a packet whose number is above all others. */
    void add(SentPacket packet) {
        if (tail - head == packets.length) {
            grow();
        }
        int slot = slot(tail++);
        packets[slot] = packet;
        numbers[slot] = packet.packetNumber;
        size++;
        mostSlots = Math.max(mostSlots, tail - head);
    }

    /** Returns the packet with the smallest number, or null if there is none. */
    @Nullable
    SentPacket first() {
        while (head != tail) {
            int slot = slot(head);
            @Nullable SentPacket packet = packets[slot];
            if (packet != null) {
                return packet;
            }
            head += skips[slot];
            holesPassed++;
        }
        emptied();
        return null;
    }

    /** Returns the packet with the smallest number that is not below {@code low}, or null if there is none. */
    @Nullable
    SentPacket firstFrom(long low) {
        long position = positionOf(low);
        if (position != tail && packets[slot(position)] == null) {
            position = skipHoles(position);
        }
        return position == tail ? null : packets[slot(position)];
    }

    private void emptied() {
        if (mostSlots == 0) {
            return;
        }
        boolean quiet = packets.length > INITIAL_SLOTS && mostSlots * USED_PART < packets.length;
        quietTimes = quiet ? quietTimes + 1 : 0;
        if (quietTimes == QUIET_TIMES) {
            quietTimes = 0;
            packets = new @Nullable SentPacket[packets.length / 2];
            numbers = new long[packets.length];
            skips = new int[packets.length];
        }
        mostSlots = 0;
    }

    /** Removes what {@link #first} returned. */
    void removeFirst() {
        packets[slot(head++)] = null;
        size--;
    }

    /** Removes all packets from {@code low} to {@code high}, both included, and adds them to {@code taken}. */
    void take(long low, long high, List<SentPacket> taken) {
        long position = positionOf(low);
        while (position != tail && numbers[slot(position)] <= high) {
            int slot = slot(position);
            @Nullable SentPacket packet = packets[slot];
            if (packet == null) {
                position = skipHoles(position);
            } else {
                packets[slot] = null;
                skips[slot] = 1;
                size--;
                taken.add(packet);
                position++;
            }
        }
    }

    /** Passes neighbouring holes, and remembers how far they reach at the first. */
    private long skipHoles(long from) {
        long position = from;
        while (position != tail && packets[slot(position)] == null) {
            position += skips[slot(position)];
        }
        skips[slot(from)] = (int) (position - from);
        return position;
    }

    /** Returns the position of the first number that is not below {@code low}. */
    private long positionOf(long low) {
        long from = head;
        long to = tail;
        while (from != to) {
            long middle = (from + to) >>> 1;
            if (numbers[slot(middle)] < low) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void grow() {
        int length = packets.length;
        int first = slot(head);
        @Nullable SentPacket[] widerPackets = Arrays.copyOfRange(packets, first, first + 2 * length);
        long[] widerNumbers = Arrays.copyOfRange(numbers, first, first + 2 * length);
        int[] widerSkips = Arrays.copyOfRange(skips, first, first + 2 * length);
        System.arraycopy(packets, 0, widerPackets, length - first, first);
        System.arraycopy(numbers, 0, widerNumbers, length - first, first);
        System.arraycopy(skips, 0, widerSkips, length - first, first);
        packets = widerPackets;
        numbers = widerNumbers;
        skips = widerSkips;
        tail -= head;
        head = 0;
    }

    private int slot(long position) {
        return (int) position & (packets.length - 1);
    }
}
