// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash map from random longs, such as connection ids, that boxes nothing: open addressing with linear probing, at most half
 * full. The keys are mixed with a random seed, since a peer chooses some of them.
 */
final class LongMap<V> {
    private static final int MIN_CAPACITY = 16;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long[] keys = new long[MIN_CAPACITY];
    private @Nullable Object[] values = new Object[MIN_CAPACITY];
    private int size;

    LongMap(long seed) {
        this.seed = seed;
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    V get(long key) {
        return (V) values[find(key)];
    }

    /** Adds or replaces. */
    void put(long key, V value) {
        int at = find(key);
        if (values[at] == null && ++size * 2 > keys.length) {
            resize(keys.length * 2);
            at = find(key);
        }
        keys[at] = key;
        values[at] = value;
    }

    void remove(long key) {
        int at = find(key);
        if (values[at] == null) {
            return;
        }
        size--;
        values[at] = null;
        for (int next = next(at); values[next] != null; next = next(next)) {
            Object moved = values[next];
            values[next] = null;
            int to = find(keys[next]);
            keys[to] = keys[next];
            values[to] = moved;
        }
    }

    /** Where the key is, or would go. */
    private int find(long key) {
        int at = slot(key);
        while (values[at] != null && keys[at] != key) {
            at = next(at);
        }
        return at;
    }

    private int slot(long key) {
        long mixed = (key ^ seed) * MIX;
        return (int) (mixed >>> 32) & (keys.length - 1);
    }

    private int next(int at) {
        return (at + 1) & (keys.length - 1);
    }

    private void resize(int capacity) {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[capacity];
        values = new Object[capacity];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
        Arrays.fill(oldValues, null);
    }
}
