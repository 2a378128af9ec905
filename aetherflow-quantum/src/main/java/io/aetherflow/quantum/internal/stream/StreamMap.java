// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import org.jspecify.annotations.Nullable;

/** Streams by id, without boxing: open addressing with linear probing, at most half full. */
final class StreamMap {
    /** 2^64 divided by the golden ratio: spreads consecutive ids (Knuth, volume 3, section 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private @Nullable Stream[] slots = new Stream[8];
    private int size;

    @Nullable
    Stream get(long id) {
        return slots[slotOf(id)];
    }

    void put(Stream stream) {
        if (2 * (size + 1) > slots.length) {
            resize(2 * slots.length);
        }
        slots[slotOf(stream.id())] = stream;
        size++;
    }

    /** Takes out a stream that is in. */
    void remove(Stream stream) {
        int hole = slotOf(stream.id());
        slots[hole] = null;
        size--;
        for (int slot = next(hole); ; slot = next(slot)) {
            Stream moved = slots[slot];
            if (moved == null) {
                return;
            }
            slots[slot] = null;
            slots[slotOf(moved.id())] = moved;
        }
    }

    int size() {
        return size;
    }

    /** All slots: some hold no stream. */
    @Nullable
    Stream[] slots() {
        return slots;
    }

    private void resize(int length) {
        @Nullable Stream[] old = slots;
        slots = new Stream[length];
        for (Stream stream : old) {
            if (stream != null) {
                slots[slotOf(stream.id())] = stream;
            }
        }
    }

    /** Where the stream is, or the free slot where it would go. */
    private int slotOf(long id) {
        int slot = (int) (id * SPREAD >>> 40) & (slots.length - 1);
        for (Stream there = slots[slot]; there != null && there.id() != id; there = slots[slot]) {
            slot = next(slot);
        }
        return slot;
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }
}
