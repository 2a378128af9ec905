// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;

/**
 * A connection. Safe for use by several threads.
 *
 * <p>What comes from the peer is taken by calls that wait, or handed to listeners: {@link #onStream}, {@link #onMessage},
 * {@link #onDatagram}, {@link #onClose}. Each thing goes to one of them; what nobody takes is kept, streams and messages until the peer may
 * send no more, datagrams until newer ones need the room. The listeners of a connection and of its streams are called one at a time, by the
 * executor of the endpoint ({@link QuantumEndpoint.Builder#executor}). A listener hears what is there already when it is set, and takes
 * the place of the one before. What a listener throws is logged, and the next call comes all the same.
 *
 * <p>Calls that wait can be interrupted and given a timeout, both of which leave everything as it was; they end when the connection does.
 * They must not be used by the thread that drives the endpoint, which is where listeners run unless they have an executor: it would wait for
 * itself, and gets an {@link IllegalStateException} instead.
 */
public interface QuantumConnection extends AutoCloseable {
    /**
     * Returns the id that both ends know it by.
     *
     * @return a UUID of version 7, made by the client
     */
    UUID id();

    /**
     * Returns the peer's address, which changes when a client moves.
     *
     * @return the peer's address at present
     */
    InetSocketAddress remoteAddress();

    /**
     * Opens a stream; waits while the peer allows no more.
     *
     * @param priority how urgent what this end writes to it is
     * @param timeout how long to wait at most; zero or less to try once
     * @return a new stream
     * @throws ConnectionClosedException if the connection is over
     * @throws QuantumTimeoutException if the time is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    QuantumStream openStream(StreamPriority priority, Duration timeout) throws InterruptedException;

    /**
     * Opens a stream; waits while the peer allows no more.
     *
     * @param priority how urgent what this end writes to it is
     * @return a new stream
     * @throws ConnectionClosedException if the connection is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    default QuantumStream openStream(StreamPriority priority) throws InterruptedException {
        return openStream(priority, ChronoUnit.FOREVER.getDuration());
    }

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
     * Opens a stream as soon as the peer allows it.
     *
     * @param priority how urgent what this end writes to it is
     * @return ends with a new stream, or with {@link ConnectionClosedException}; may be cancelled
     */
    CompletableFuture<QuantumStream> openStreamAsync(StreamPriority priority);

    /**
     * Waits for the next stream that the peer opens.
     *
     * @param timeout how long to wait at most; zero or less to try once
     * @return a stream
     * @throws ConnectionClosedException if the connection is over
     * @throws QuantumTimeoutException if the time is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    QuantumStream acceptStream(Duration timeout) throws InterruptedException;

    /**
     * Waits for the next stream that the peer opens.
     *
     * @return a stream
     * @throws ConnectionClosedException if the connection is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    default QuantumStream acceptStream() throws InterruptedException {
        return acceptStream(ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Sets who takes the streams that the peer opens. While the listener is busy, the peer may open
     * {@link QuantumConfig#maxStreams} more at most.
     *
     * @param listener called with each stream
     */
    void onStream(Consumer<? super QuantumStream> listener);

    /**
     * Sends a message, reliably and in order; waits while the one before has no room in the send buffer. Messages leave before the data of
     * streams.
     *
     * @param message at most {@link QuantumConfig#maxMessageBytes} of the peer, which closes the connection over a longer one; may be
     *     changed afterwards
     * @param timeout how long to wait at most; zero or less to try once
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalArgumentException if it is longer than this end would take
     * @throws QuantumTimeoutException if the time is over; nothing of the message is sent
     * @throws InterruptedException if the thread is interrupted while it waits; nothing of the message is sent
     */
    void send(byte[] message, Duration timeout) throws InterruptedException;

    /**
     * Sends a message as {@link #send(byte[], Duration)} does, without a timeout.
     *
     * @param message may be changed afterwards
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalArgumentException if it is longer than this end would take
     * @throws InterruptedException if the thread is interrupted while it waits; nothing of the message is sent
     */
    default void send(byte[] message) throws InterruptedException {
        send(message, ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Sends a message unless that means waiting.
     *
     * @param message as for {@link #send(byte[], Duration)}
     * @return false if nothing of it is sent; {@link #onSendable} tells when to try again
     * @throws ConnectionClosedException if the connection is over
     * @throws IllegalArgumentException if it is longer than this end would take
     */
    boolean trySend(byte[] message);

    /**
     * Sets who hears that {@link #trySend} may succeed again after it has returned false.
     *
     * @param listener called soon after it was set, and then once for one or more refusals
     */
    void onSendable(Runnable listener);

    /**
     * Waits for the next message.
     *
     * @param timeout how long to wait at most; zero or less to try once
     * @return the message, maybe empty
     * @throws ConnectionClosedException if the connection is over and everything was received
     * @throws QuantumTimeoutException if the time is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    byte[] receive(Duration timeout) throws InterruptedException;

    /**
     * Waits for the next message.
     *
     * @return the message, maybe empty
     * @throws ConnectionClosedException if the connection is over and everything was received
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    default byte[] receive() throws InterruptedException {
        return receive(ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Sets who takes the messages. While the listener is busy, the peer may send {@link QuantumConfig#streamWindowBytes} more at most.
     *
     * @param listener called with each message, in order
     */
    void onMessage(Consumer<? super byte[]> listener);

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
     * @param timeout how long to wait at most; zero or less to try once
     * @return the datagram, maybe empty
     * @throws ConnectionClosedException if the connection is over and everything was received
     * @throws QuantumTimeoutException if the time is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    byte[] receiveDatagram(Duration timeout) throws InterruptedException;

    /**
     * Waits for the next datagram.
     *
     * @return the datagram, maybe empty
     * @throws ConnectionClosedException if the connection is over and everything was received
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    default byte[] receiveDatagram() throws InterruptedException {
        return receiveDatagram(ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Sets who takes the datagrams. While the listener is busy, the oldest are dropped once
     * {@link QuantumConfig#datagramBufferBytes} wait.
     *
     * @param listener called with each datagram
     */
    void onDatagram(Consumer<? super byte[]> listener);

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
     * Returns how far it is.
     *
     * @return how far it is
     */
    ConnectionState state();

    /**
     * Returns why it is over.
     *
     * @return empty while it is not
     */
    Optional<CloseReason> closeReason();

    /**
     * Sets who hears that the connection is over: once, after the other listeners have heard everything that had arrived.
     *
     * @param listener called with the reason
     */
    void onClose(Consumer<? super CloseReason> listener);

    /**
     * Closes once the peer has everything that was written. Returns at once; nothing more can be written, while what the peer still sends can
     * be read. If that takes too long, {@link #abort} ends it.
     *
     * @param code tells the peer why, 0 to 2^62 - 1
     * @param text tells the peer why, at most 256 bytes in UTF-8 are sent
     * @throws IllegalArgumentException if the code is out of range
     */
    void close(long code, String text);

    /**
     * Closes at once; what is under way is lost.
     *
     * @param code tells the peer why, 0 to 2^62 - 1
     * @param text tells the peer why, at most 256 bytes in UTF-8 are sent
     * @throws IllegalArgumentException if the code is out of range
     */
    void abort(long code, String text);

    /** Closes once the peer has everything that was written, with code 0. Returns at once. */
    @Override
    default void close() {
        close(0, "");
    }
}
