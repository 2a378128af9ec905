// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ConnectionClosedException;
import io.aetherflow.quantum.ConnectionStats;
import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumStream;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.recovery.RecoveryStats;
import io.aetherflow.quantum.internal.stream.MessageReader;
import io.aetherflow.quantum.internal.stream.MessageWriter;
import io.aetherflow.quantum.internal.stream.Stream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection that an endpoint drives. Application threads work on the core under the endpoint's lock, then have the endpoint's
 * thread look after it; who has to wait is woken whenever something about the connection may have changed.
 */
final class DrivenConnection implements QuantumConnection {
    /** What one try of something came to. */
    record Attempt<T>(boolean done, @Nullable T result) {
        private static final Attempt<?> AGAIN = new Attempt<>(false, null);

        @SuppressWarnings("unchecked")
        static <T> Attempt<T> again() {
            return (Attempt<T>) AGAIN;
        }

        static <T> Attempt<T> of(T result) {
            return new Attempt<>(true, result);
        }
    }

    /** Place in {@link Deadlines}. */
    int heapIndex = -1;
    /** When it is due. */
    long dueTime;
    /** Whether it waits to be looked after. */
    boolean dirty;
    /** Whether the application has it. */
    boolean handedOut;

    private final NioEndpoint endpoint;
    private final ConnectionCore core;
    private final Condition changed;
    private final MessageReader reader;
    private final MessageWriter writer;
    private final int maxMessageBytes;

    DrivenConnection(NioEndpoint endpoint, ConnectionCore core, Condition changed, int maxMessageBytes) {
        this.endpoint = endpoint;
        this.core = core;
        this.changed = changed;
        this.maxMessageBytes = maxMessageBytes;
        Stream messages = core.streams().messages();
        messages.priority(StreamPriority.LATENCY);
        this.reader = new MessageReader(messages, maxMessageBytes);
        this.writer = new MessageWriter(messages);
    }

    ConnectionCore core() {
        return core;
    }

    /** Something has changed: whoever waits tries again, so it does not matter which streams it was about. Under the lock. */
    void wake() {
        while (core.streams().pollEvent() != null) {
            // forgotten, or the set would keep streams that have ended
        }
        changed.signalAll();
    }

    /**
     * Tries something under the lock until it is done.
     *
     * @throws ConnectionClosedException if the connection is over and it is still not done
     */
    <T> T await(Supplier<Attempt<T>> attempt) throws InterruptedException {
        endpoint.lock().lockInterruptibly();
        try {
            while (true) {
                Attempt<T> tried = attempt.get();
                endpoint.lookAfter(this);
                T result = tried.result();
                if (result != null) {
                    return result;
                }
                requireOpen();
                changed.await();
            }
        } finally {
            endpoint.lock().unlock();
        }
    }

    /** Does something under the lock that does not wait. */
    void change(Runnable action) {
        endpoint.lock().lock();
        try {
            action.run();
            endpoint.lookAfter(this);
        } finally {
            endpoint.lock().unlock();
        }
    }

    private void requireOpen() {
        CloseReason reason = core.closeReason();
        if (reason != null) {
            throw new ConnectionClosedException(reason);
        }
    }

    void awaitEstablished() throws InterruptedException {
        await(() -> core.state() == ConnectionCore.State.ESTABLISHED ? Attempt.of(true) : Attempt.again());
    }

    private <T> T read(Supplier<T> reading) {
        endpoint.lock().lock();
        try {
            return reading.get();
        } finally {
            endpoint.lock().unlock();
        }
    }

    @Override
    public UUID id() {
        return read(core::id);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return core.remote();
    }

    @Override
    public QuantumStream openStream(StreamPriority priority) throws InterruptedException {
        return await(() -> {
            requireOpen();
            return handOut(core.streams().open(priority));
        });
    }

    @Override
    public QuantumStream acceptStream() throws InterruptedException {
        return await(() -> handOut(core.streams().accept()));
    }

    private Attempt<QuantumStream> handOut(@Nullable Stream stream) {
        return stream == null ? Attempt.again() : Attempt.of(new DrivenStream(this, stream));
    }

    @Override
    public void send(byte[] message) throws InterruptedException {
        if (message.length > maxMessageBytes) {
            throw new IllegalArgumentException(
                    "message has " + message.length + " bytes, allowed are at most " + maxMessageBytes);
        }
        await(() -> {
            requireOpen();
            return writer.offer(message, 0, message.length) ? Attempt.of(true) : Attempt.again();
        });
        await(() -> writer.flush() ? Attempt.of(true) : Attempt.again());
    }

    @Override
    public byte[] receive() throws InterruptedException {
        return await(() -> {
            byte[] message = reader.poll();
            if (reader.error() != ErrorCode.NO_ERROR) {
                core.closeForViolation(
                        endpoint.now(), "message is longer than the " + maxMessageBytes + " bytes allowed");
            }
            return message == null ? Attempt.again() : Attempt.of(message);
        });
    }

    @Override
    public void sendDatagram(byte[] datagram) {
        change(() -> {
            requireFits(datagram);
            core.datagrams().send(datagram);
        });
    }

    @Override
    public void sendDatagram(byte[] datagram, Duration lifetime) {
        if (lifetime.isNegative()) {
            throw new IllegalArgumentException("lifetime is " + lifetime + ", allowed are zero and more");
        }
        change(() -> {
            requireFits(datagram);
            core.datagrams().send(datagram, endpoint.now() + lifetime.toNanos());
        });
    }

    private void requireFits(byte[] datagram) {
        requireOpen();
        if (!core.datagrams().areAgreedOn()) {
            throw new IllegalArgumentException("datagram cannot be sent, one of the ends wants none");
        }
        int most = core.datagrams().maxLength();
        if (datagram.length > most) {
            throw new IllegalArgumentException(
                    "datagram has " + datagram.length + " bytes, allowed are at most " + most + " at present");
        }
    }

    @Override
    public byte[] receiveDatagram() throws InterruptedException {
        return await(() -> {
            byte[] datagram = core.datagrams().receive();
            return datagram == null ? Attempt.again() : Attempt.of(datagram);
        });
    }

    @Override
    public int maxDatagramBytes() {
        return read(core.datagrams()::maxLength);
    }

    @Override
    public ConnectionStats stats() {
        return read(() -> {
            RecoveryStats recovery = core.recovery().stats();
            return new ConnectionStats(
                    recovery.packetsSent(),
                    recovery.bytesSent(),
                    recovery.packetsLost(),
                    recovery.bytesLost(),
                    recovery.spuriousLosses(),
                    recovery.probeTimeouts(),
                    Duration.ofNanos(core.recovery().rtt().min()),
                    Duration.ofNanos(core.recovery().rtt().smoothed()),
                    Duration.ofNanos(core.recovery().rtt().latest()),
                    core.congestion().congestionWindow(),
                    core.recovery().inFlight(),
                    core.congestion().pacingRate(),
                    core.congestion().bandwidth(),
                    core.congestion().phase(),
                    core.packetSize());
        });
    }

    @Override
    public Optional<SSLSession> tlsSession() {
        return read(() -> core.handshakeResult().session());
    }

    @Override
    public boolean updateKeys() {
        return read(core::updateKeys);
    }

    @Override
    public Optional<CloseReason> closeReason() {
        return read(() -> Optional.ofNullable(core.closeReason()));
    }

    @Override
    public void close(long code, String text) {
        change(() -> core.closeGracefully(code, text));
    }

    @Override
    public void abort(long code, String text) {
        change(() -> core.closeNow(endpoint.now(), code, text));
    }
}
