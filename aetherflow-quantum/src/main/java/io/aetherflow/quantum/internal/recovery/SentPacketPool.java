// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Keeps {@link SentPacket}s for use again. All connections of one thread may share one. */
public final class SentPacketPool {
    private final ArrayDeque<SentPacket> free = new ArrayDeque<>();
    private final int capacity;

    /**
     * Creates an empty pool.
     *
     * @param capacity how many unused packets it keeps; what comes back beyond that is left to the garbage collector
     */
    public SentPacketPool(int capacity) {
        this.capacity = capacity;
    }

    SentPacket acquire() {
        @Nullable SentPacket packet = free.pollLast();
        return packet == null ? new SentPacket() : packet;
    }

    void release(SentPacket packet) {
        if (free.size() < capacity) {
            packet.reset();
            free.addLast(packet);
        }
    }
}
