// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import org.jspecify.annotations.Nullable;

/**
 * Bytes at the offsets of a stream, in any order and with holes. Memory follows what was put: chunks come from a pool at the first
 * byte in them and go back once everything in them is released. Which bytes are there is the user's knowledge; it also bounds the
 * distance between the lowest and the highest offset.
 */
final class ChunkBuffer {
    private static final int SHIFT = Integer.numberOfTrailingZeros(ChunkPool.CHUNK_BYTES);
    private static final int MASK = ChunkPool.CHUNK_BYTES - 1;
    private static final byte[] @Nullable [] EMPTY = {};

    private final ChunkPool pool;
    /** Chunk {@code n} of the stream stands at {@code n} modulo the length, a power of two. */
    private byte[] @Nullable [] table = EMPTY;
    /** The chunks from {@code first} to before {@code end} may be there. */
    private long first;

    private long end;

    ChunkBuffer(ChunkPool pool) {
        this.pool = pool;
    }

    /** Stores bytes at an offset that has not been released. */
    void put(long offset, byte[] source, int from, int length) {
        if (length == 0) {
            return;
        }
        span(offset >> SHIFT, (offset + length - 1) >> SHIFT);
        for (int done = 0; done < length; ) {
            int inChunk = (int) (offset + done) & MASK;
            int n = Math.min(length - done, ChunkPool.CHUNK_BYTES - inChunk);
            System.arraycopy(source, from + done, chunk((offset + done) >> SHIFT), inChunk, n);
            done += n;
        }
    }

    /** Copies out bytes that were put and not released. */
    void get(long offset, byte[] target, int to, int length) {
        for (int done = 0; done < length; ) {
            int inChunk = (int) (offset + done) & MASK;
            int n = Math.min(length - done, ChunkPool.CHUNK_BYTES - inChunk);
            System.arraycopy(chunk((offset + done) >> SHIFT), inChunk, target, to + done, n);
            done += n;
        }
    }

    /** Gives back the chunks that lie wholly below an offset. */
    void releaseBelow(long offset) {
        for (long keep = Math.min(offset >> SHIFT, end); first < keep; first++) {
            release(first);
        }
    }

    /** Gives back everything. */
    void clear() {
        for (; first < end; first++) {
            release(first);
        }
    }

    private void release(long index) {
        int slot = (int) index & (table.length - 1);
        byte[] chunk = table[slot];
        if (chunk != null) {
            table[slot] = null;
            pool.give(chunk);
        }
    }

    private byte[] chunk(long index) {
        int slot = (int) index & (table.length - 1);
        byte[] chunk = table[slot];
        if (chunk == null) {
            chunk = pool.take();
            table[slot] = chunk;
        }
        return chunk;
    }

    /** Makes the table wide enough for chunks {@code low} to {@code high} beside those that are there. */
    private void span(long low, long high) {
        long newFirst = first == end ? low : Math.min(first, low);
        long newEnd = first == end ? high + 1 : Math.max(end, high + 1);
        int span = Math.toIntExact(newEnd - newFirst);
        if (span > table.length) {
            byte[] @Nullable [] wider = new byte[Math.max(4, Integer.highestOneBit(span - 1) << 1)][];
            for (long index = first; index < end; index++) {
                wider[(int) index & (wider.length - 1)] = table[(int) index & (table.length - 1)];
            }
            table = wider;
        }
        first = newFirst;
        end = newEnd;
    }
}
