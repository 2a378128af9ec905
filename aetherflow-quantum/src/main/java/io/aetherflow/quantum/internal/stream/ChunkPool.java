// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import java.util.ArrayDeque;

/**
 * Lends the pieces of memory that buffers are made of, so that a stream with nothing in it holds none. It keeps a bounded number
 * of returned chunks for reuse. Shared by buffers that one thread uses at a time.
 */
public final class ChunkPool {
    /** Bytes of a chunk: a power of two that holds the data of one packet. */
    static final int CHUNK_BYTES = 2048;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final int maxKept;
    private int lent;

    /**
     * Makes an empty pool.
     *
     * @param maxKept how many returned chunks of 2 KiB to keep
     */
    public ChunkPool(int maxKept) {
        if (maxKept < 0) {
            throw new IllegalArgumentException("maxKept is " + maxKept + ", allowed is 0 or more");
        }
        this.maxKept = maxKept;
    }

    byte[] take() {
        lent++;
        byte[] chunk = free.pollLast();
        return chunk != null ? chunk : new byte[CHUNK_BYTES];
    }

    void give(byte[] chunk) {
        lent--;
        if (free.size() < maxKept) {
            free.addLast(chunk);
        }
    }

    /** How many chunks buffers hold now. */
    public int lent() {
        return lent;
    }
}
