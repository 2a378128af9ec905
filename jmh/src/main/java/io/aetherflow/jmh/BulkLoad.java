// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One way over loopback by one transport, as fast as it goes: pieces of a text that repeats itself are sent by the thread that
 * measures, and compared where they arrive. A round's figure is what arrived during it.
 */
abstract class BulkLoad implements AutoCloseable {
    /** What is sent again and again. */
    private static final byte[] PIECE = piece();

    private final AtomicLong received = new AtomicLong();
    private volatile boolean wrong;

    private static byte[] piece() {
        byte[] bytes = new byte[64 * 1024];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Sends a piece; waits while too much is under way. */
    abstract void send(byte[] piece) throws Exception;

    @Override
    public abstract void close() throws IOException;

    /** Called before each round. */
    void begin() throws Exception {}

    /** What arrives on one stream, given in order by one thread at a time. */
    final class Sink {
        private long position;

        void received(byte[] bytes, int from, int length) {
            int at = (int) (position % PIECE.length);
            for (int done = 0; done < length; at = 0) {
                int n = Math.min(length - done, PIECE.length - at);
                if (!Arrays.equals(bytes, from + done, from + done + n, PIECE, at, at + n)) {
                    wrong = true;
                }
                done += n;
            }
            position += length;
            received.addAndGet(length);
        }
    }

    /** Sends for a time. Returns how many megabits a second arrived. */
    final double round(long nanos) throws Exception {
        begin();
        long before = received.get();
        long start = System.nanoTime();
        long end = start;
        while (end - start < nanos) {
            send(PIECE);
            end = System.nanoTime();
        }
        double megabits = (received.get() - before) * 8 / 1e6;
        if (wrong) {
            throw new IllegalStateException("void: something else arrived than was sent");
        }
        return megabits * 1e9 / (end - start);
    }
}
