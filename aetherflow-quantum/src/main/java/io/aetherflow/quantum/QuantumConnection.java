// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLSession;

/** A connection. Safe for use by several threads. Calls that block can be interrupted, and end when the connection does. */
public interface QuantumConnection extends AutoCloseable {
    /**
     * Returns the id that both ends know it by.
     *
     * @return a UUID of version 7, made by the client
     */
    UUID id();

    /**
     * Returns the peer's address.
     *
     * @return the peer's address
     */
    InetSocketAddress remoteAddress();

    /**
     * Opens a stream; waits while the peer allows no more.
     *
     * @param priority how urgent what this end writes to it is
     * @return a new stream
     * @throws ConnectionClosedException if the connection is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    QuantumStream openStream(StreamPriority priority) throws InterruptedException;

    /**
     * Opens a stream of {@link StreamPriority#NORMAL}.
     *
     * @return a new stream
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    default QuantumStream openStream() throws InterruptedException {
        return openStream(StreamPriority.NORMAL);
    }

    /**
     * Waits for the next stream that the peer opens.
     *
     * @return a stream
     * @throws ConnectionClosedException if the connection is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    QuantumStream acceptStream() throws InterruptedException;

    /**
     * Sends a message, reliably and in order; waits for room. Messages leave before the data of streams.
     *
     * @param message at most {@link QuantumConfig#maxMessageBytes} of the peer, which closes the connection over a longer one; must not
     *     change until this returns
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalArgumentException if it is longer than this end would take
     * @throws InterruptedException if the thread is interrupted while it waits; the message may be sent all the same, and must then
     *     never change
     */
    void send(byte[] message) throws InterruptedException;

    /**
     * Waits for the next message.
     *
     * @return the message
     * @throws ConnectionClosedException if the connection is over and everything was received
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    byte[] receive() throws InterruptedException;

    /**
     * Sends a datagram: at most once, in no order, perhaps never. It leaves as soon as congestion control allows, before messages and
     * streams. Never waits: when too many wait to leave, the oldest is dropped.
     *
     * @param datagram at most {@link #maxDatagramBytes} bytes; may be changed afterwards
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalArgumentException if it is too large
     */
    void sendDatagram(byte[] datagram);

    /**
     * Sends a datagram that is worth nothing after some time: one that has not left by then is dropped.
     *
     * @param datagram at most {@link #maxDatagramBytes} bytes; may be changed afterwards
     * @param lifetime how long it may wait to leave, not negative
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalArgumentException if it is too large, or the lifetime negative
     */
    void sendDatagram(byte[] datagram, Duration lifetime);

    /**
     * Waits for the next datagram. Datagrams that are not received wait in a bounded buffer, from which the oldest are dropped.
     *
     * @return the datagram, maybe empty
     * @throws ConnectionClosedException if the connection is over and everything was received
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    byte[] receiveDatagram() throws InterruptedException;

    /**
     * Returns how long a datagram may be. It changes as the path's largest packet becomes known.
     *
     * @return in bytes, at least 1,000 on a path of any kind; 0 if one of the ends wants no datagrams, not even empty ones
     */
    int maxDatagramBytes();

    /**
     * Returns how it does at present.
     *
     * @return how it does at present
     */
    ConnectionStats stats();

    /**
     * Changes the keys of both directions, from the next packet on. Not needed for safety: keys are changed after 2^22 packets anyway.
     *
     * @return false if keys cannot change now: right after the handshake, and until the peer has followed the last change
     */
    boolean updateKeys();

    /**
     * Returns the TLS session, with the peer's certificates. One that was resumed has the creation time of the one that it resumes.
     *
     * @return the TLS session, empty without TLS
     */
    Optional<SSLSession> tlsSession();

    /**
     * Returns why it is over.
     *
     * @return empty while it is not
     */
    Optional<CloseReason> closeReason();

    /**
     * Closes once the peer has everything that was written. Returns at once.
     *
     * @param code tells the peer why
     * @param text tells the peer why, at most 256 bytes in UTF-8 are sent
     */
    void close(long code, String text);

    /**
     * Closes at once; what is under way is lost.
     *
     * @param code tells the peer why
     * @param text tells the peer why, at most 256 bytes in UTF-8 are sent
     */
    void abort(long code, String text);

    /** Closes once the peer has everything that was written, with code 0. Returns at once. */
    @Override
    default void close() {
        close(0, "");
    }
}
