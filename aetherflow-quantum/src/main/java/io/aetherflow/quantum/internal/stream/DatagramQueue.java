// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

/**
 * Datagrams in the order they came, for either direction: bounded in number and in bytes. When it is full the oldest is dropped, for a
 * datagram is worth less the older it is. One with a deadline is dropped, too, when it is found too late. Both are counted.
 */
public final class DatagramQueue {
    private final ChunkBuffer buffer;
    private final int maxCount;
    private final int maxBytes;
    /** What is known of each datagram, in a ring; made at the first one. */
    private long[] deadlines = {};

    private boolean[] expiring = {};
    private int[] lengths = {};
    private int first;
    private int count;
    private long readOffset;
    private long writeOffset;
    private long dropped;
    private long expired;

    /**
     * Makes an empty queue.
     *
     * @param maxCount the most datagrams it holds
     * @param maxBytes the most bytes it holds, and so the largest datagram
     */
    public DatagramQueue(ChunkPool pool, int maxCount, int maxBytes) {
        if (maxCount < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "maxCount is " + maxCount + " and maxBytes is " + maxBytes + ", allowed is 1 or more");
        }
        this.buffer = new ChunkBuffer(pool);
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Adds a datagram that does not expire; false if it is larger than the queue. */
    public boolean offer(byte[] source, int from, int length) {
        return add(source, from, length, false, 0);
    }

    /**
     * Adds a datagram that is worth nothing after a time; false if it is larger than the queue.
     *
     * @param deadline in monotonic nanoseconds
     */
    public boolean offer(byte[] source, int from, int length, long deadline) {
        return add(source, from, length, true, deadline);
    }

    private boolean add(byte[] source, int from, int length, boolean expires, long deadline) {
        if (length > maxBytes) {
            return false;
        }
        if (lengths.length == 0) {
            deadlines = new long[maxCount];
            expiring = new boolean[maxCount];
            lengths = new int[maxCount];
        }
        while (count == maxCount || writeOffset - readOffset + length > maxBytes) {
            removeFirst();
            dropped++;
        }
        int slot = (first + count) % maxCount;
        lengths[slot] = length;
        expiring[slot] = expires;
        deadlines[slot] = deadline;
        buffer.put(writeOffset, source, from, length);
        writeOffset += length;
        count++;
        return true;
    }

    /** The length of the datagram that is next, or -1 if there is none; drops those that are too late first. */
    public int nextLength(long now) {
        while (count > 0 && expiring[first] && deadlines[first] - now < 0) {
            removeFirst();
            expired++;
        }
        return count == 0 ? -1 : lengths[first];
    }

    /**
     * Takes out the datagram that {@link #nextLength} told of.
     *
     * @return its length
     */
    public int poll(byte[] target, int to) {
        if (count == 0) {
            throw new IllegalStateException("queue is empty, ask for the length first");
        }
        int length = lengths[first];
        buffer.get(readOffset, target, to, length);
        removeFirst();
        return length;
    }

    /** Takes out the datagram that {@link #nextLength} told of, unread: it is too large for the path now. */
    public void drop() {
        removeFirst();
        dropped++;
    }

    private void removeFirst() {
        readOffset += lengths[first];
        first = (first + 1) % maxCount;
        count--;
        if (readOffset == writeOffset) {
            buffer.clear();
        } else {
            buffer.releaseBelow(readOffset);
        }
    }

    /** How many it holds. */
    public int size() {
        return count;
    }

    /** How many were dropped for want of room, here or in a packet. */
    public long dropped() {
        return dropped;
    }

    /** How many were dropped because they were too late. */
    public long expired() {
        return expired;
    }
}
