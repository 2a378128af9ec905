// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

/**
 * A stream of bytes in order, both ways. Safe for use by several threads, though one reader and one writer are what makes sense. Calls
 * that block can be interrupted, and end when the connection does.
 */
public interface QuantumStream {
    /**
     * Returns its number on the wire.
     *
     * @return its number on the wire
     */
    long id();

    /**
     * Reads what is there, at least one byte; waits for it.
     *
     * @param target where to
     * @param offset index of the first byte
     * @param length at most so many bytes
     * @return how many bytes, -1 after the last
     * @throws StreamResetException if the peer gave up what it wrote
     * @throws ConnectionClosedException if the connection is over before the stream is
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    int read(byte[] target, int offset, int length) throws InterruptedException;

    /**
     * Writes all bytes; waits for room in the send buffer. The bytes are on their way, not yet with the peer, when it returns.
     *
     * @param source the bytes
     * @param offset index of the first byte
     * @param length how many
     * @throws StreamResetException if the peer wants no more
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalStateException after {@link #finish}
     * @throws InterruptedException if the thread is interrupted while it waits; part of the bytes may be written
     */
    void write(byte[] source, int offset, int length) throws InterruptedException;

    /**
     * Writes all bytes.
     *
     * @param source the bytes
     * @throws InterruptedException if the thread is interrupted while it waits; part of the bytes may be written
     */
    default void write(byte[] source) throws InterruptedException {
        write(source, 0, source.length);
    }

    /** Ends what is written; the peer reads -1 after the last byte. */
    void finish();

    /**
     * Gives up what is written. What the peer has not read yet is lost.
     *
     * @param code tells the peer why
     */
    void reset(long code);
}
