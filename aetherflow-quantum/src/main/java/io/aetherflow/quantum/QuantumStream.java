// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A stream of bytes in order, both ways. Safe for use by several threads, though one reader and one writer are what makes sense. For calls
 * that wait, and for listeners, the same holds as for those of {@link QuantumConnection}.
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
     * @param timeout how long to wait at most; zero or less to try once
     * @return how many bytes, -1 after the last
     * @throws StreamResetException if the peer gave up what it wrote
     * @throws ConnectionClosedException if the connection is over before the stream is
     * @throws QuantumTimeoutException if the time is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    int read(byte[] target, int offset, int length, Duration timeout) throws InterruptedException;

    /**
     * Reads as {@link #read(byte[], int, int, Duration)} does, without a timeout.
     *
     * @param target where to
     * @param offset index of the first byte
     * @param length at most so many bytes
     * @return how many bytes, -1 after the last
     * @throws StreamResetException if the peer gave up what it wrote
     * @throws ConnectionClosedException if the connection is over before the stream is
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    default int read(byte[] target, int offset, int length) throws InterruptedException {
        return read(target, offset, length, ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Reads what is there, maybe nothing.
     *
     * @param target where to
     * @param offset index of the first byte
     * @param length at most so many bytes
     * @return how many bytes, 0 if there are none yet, -1 after the last
     * @throws StreamResetException if the peer gave up what it wrote
     * @throws ConnectionClosedException if the connection is over before the stream is
     */
    int tryRead(byte[] target, int offset, int length);

    /**
     * Sets who hears that {@link #tryRead} may have something to tell: bytes, the end, or that the stream or the connection was given up.
     *
     * @param listener called soon after it was set, and then once for all that came since it was called last; it should read until there is
     *     nothing left, and may read in another thread
     */
    void onReadable(Runnable listener);

    /**
     * Writes all bytes; waits for room in the send buffer. The bytes are on their way, not yet with the peer, when it returns.
     *
     * @param source the bytes
     * @param offset index of the first byte
     * @param length how many
     * @param timeout how long to wait at most; zero or less to try once
     * @throws StreamResetException if the peer wants no more
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalStateException after {@link #finish}
     * @throws QuantumTimeoutException if the time is over; it tells how many bytes are written
     * @throws InterruptedException if the thread is interrupted while it waits; part of the bytes may be written
     */
    void write(byte[] source, int offset, int length, Duration timeout) throws InterruptedException;

    /**
     * Writes as {@link #write(byte[], int, int, Duration)} does, without a timeout.
     *
     * @param source the bytes
     * @param offset index of the first byte
     * @param length how many
     * @throws StreamResetException if the peer wants no more
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalStateException after {@link #finish}
     * @throws InterruptedException if the thread is interrupted while it waits; part of the bytes may be written
     */
    default void write(byte[] source, int offset, int length) throws InterruptedException {
        write(source, offset, length, ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Writes all bytes, as the whole of an array.
     *
     * @param source the bytes
     * @throws StreamResetException if the peer wants no more
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalStateException after {@link #finish}
     * @throws InterruptedException if the thread is interrupted while it waits; part of the bytes may be written
     */
    default void write(byte[] source) throws InterruptedException {
        write(source, 0, source.length);
    }

    /**
     * Writes as many bytes as the send buffer has room for.
     *
     * @param source the bytes
     * @param offset index of the first byte
     * @param length how many
     * @return how many were written, maybe 0; {@link #onWritable} tells when to go on
     * @throws StreamResetException if the peer wants no more
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalStateException after {@link #finish}
     */
    int tryWrite(byte[] source, int offset, int length);

    /**
     * Sets who hears that there is room again after {@link #tryWrite} wrote less than it was given, or that the stream or the connection was
     * given up.
     *
     * @param listener called soon after it was set, and then once whenever that has come true
     */
    void onWritable(Runnable listener);

    /** Ends what is written; the peer reads -1 after the last byte. */
    void finish();

    /**
     * Wants no more of what the peer writes: what has come is thrown away, reading ends with {@link StreamResetException}, and so does the peer's
     * writing.
     *
     * @param code tells the peer why, 0 to 2^62 - 1
     * @throws IllegalArgumentException if the code is out of range
     */
    void stopReading(long code);

    /**
     * Gives up what is written. What the peer has not read yet is lost.
     *
     * @param code tells the peer why, 0 to 2^62 - 1
     * @throws IllegalArgumentException if the code is out of range
     */
    void reset(long code);
}
