// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ConnectionClosedException;
import io.aetherflow.quantum.ConnectionState;
import io.aetherflow.quantum.ConnectionStats;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumStream;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.stream.Stream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that an endpoint drives. Application threads work on the core by {@link ConnectionAccess}; the endpoint calls
 * {@link #wake} whenever something may have changed.
 */
final class DrivenConnection implements QuantumConnection {
    private static final Logger LOG = LoggerFactory.getLogger(DrivenConnection.class);

    /** Place in {@link Deadlines}. */
    int heapIndex = -1;
    /** When it is due. */
    long dueTime;
    /** Whether it waits to be looked after. */
    boolean dirty;
    /** Whether it was worked on in this turn, so that somebody may have to be told. */
    boolean worked;
    /** Whether the application has it. */
    boolean handedOut;

    private final NioEndpoint endpoint;
    private final ConnectionCore core;
    private final ConnectionAccess access;
    private final Messages messages;
    private final Listeners listeners = new Listeners(this);
    private final Delivery delivery;
    private CloseReason.@Nullable Local closing;
    private boolean over;

    DrivenConnection(NioEndpoint endpoint, ConnectionCore core, int maxMessageBytes) {
        this.endpoint = endpoint;
        this.core = core;
        this.access = new ConnectionAccess(endpoint, this);
        this.messages = new Messages(core.streams().messages(), maxMessageBytes);
        this.delivery = new Delivery(endpoint.lock(), endpoint.callbacks(), listeners);
    }

    ConnectionCore core() {
        return core;
    }

    /** Gives it up: a fault of ours in one connection does not end the others. */
    void abandon(RuntimeException fault) {
        LOG.error("connection {} is given up because of a fault of this library", core.id(), fault);
        core.abandon();
    }

    ConnectionAccess access() {
        return access;
    }

    /** The connection was worked on: tells whoever waits for what has happened. Under the lock. */
    void wake() {
        worked = false;
        boolean news = core.takeNews() || messages.isAwaited();
        listeners.raise(messages.flush());
        closeWhenWritten();
        for (Stream stream = core.streams().pollEvent();
                stream != null;
                stream = core.streams().pollEvent()) {
            tell(stream);
            news = true;
        }
        if (core.closeReason() != null && !over) {
            over = true;
            endpoint.connectionIsOver();
            core.streams().forEach(this::tell);
        }
        if (news) {
            access.wake();
            delivery.wake();
        }
    }

    private void tell(Stream stream) {
        if (stream.attachment() instanceof DrivenStream driven) {
            driven.raise(listeners, over);
        }
    }

    CompletableFuture<QuantumConnection> established() {
        Attempt<QuantumConnection> attempt = () -> core.state() == ConnectionCore.State.ESTABLISHED ? this : null;
        CompletableFuture<QuantumConnection> future = access.later(attempt, unwanted -> {});
        future.whenComplete((connection, failure) -> {
            if (failure != null) {
                abort(0, "the attempt was given up");
            }
        });
        return future;
    }

    void awaitEstablished(Duration timeout) throws InterruptedException {
        access.await(() -> core.state() == ConnectionCore.State.ESTABLISHED ? true : null, timeout);
    }

    @Override
    public UUID id() {
        return access.read(core::id);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return access.read(core::remote);
    }

    @Override
    public QuantumStream openStream(StreamPriority priority, Duration timeout) throws InterruptedException {
        return access.await(() -> tryOpen(priority), timeout);
    }

    @Override
    public CompletableFuture<QuantumStream> openStreamAsync(StreamPriority priority) {
        return access.later(() -> isWritable() ? tryOpen(priority) : null, unwanted -> unwanted.reset(0));
    }

    private boolean isWritable() {
        return core.closeReason() == null && closing == null;
    }

    private @Nullable QuantumStream tryOpen(StreamPriority priority) {
        Objects.requireNonNull(priority, "priority");
        requireWritable();
        return drive(core.streams().open(priority));
    }

    @Override
    public QuantumStream acceptStream(Duration timeout) throws InterruptedException {
        return access.await(this::pollStream, timeout);
    }

    @Override
    public void onStream(Consumer<? super QuantumStream> listener) {
        listen(() -> listeners.onStream(listener));
    }

    /** The next stream of the peer, or null. */
    @Nullable
    QuantumStream pollStream() {
        return drive(core.streams().accept());
    }

    private @Nullable QuantumStream drive(@Nullable Stream stream) {
        return stream == null ? null : new DrivenStream(this, stream);
    }

    /** Throws if nothing may be written any more. */
    void requireWritable() {
        access.requireOpen();
        if (closing != null) {
            throw new ConnectionClosedException(closing);
        }
    }

    @Override
    public void send(byte[] message, Duration timeout) throws InterruptedException {
        messages.requireFits(message);
        access.await(() -> offer(message) ? true : null, timeout);
    }

    @Override
    public boolean trySend(byte[] message) {
        messages.requireFits(message);
        return access.change(() -> offer(message));
    }

    private boolean offer(byte[] message) {
        requireWritable();
        return messages.offer(message);
    }

    @Override
    public void onSendable(Runnable listener) {
        Signal signal = new Signal(listener);
        listen(signal, () -> messages.onWritable(signal));
    }

    @Override
    public byte[] receive(Duration timeout) throws InterruptedException {
        return access.await(this::pollMessage, timeout);
    }

    @Override
    public void onMessage(Consumer<? super byte[]> listener) {
        listen(() -> listeners.onMessage(listener));
    }

    /** The next message, or null. */
    byte @Nullable [] pollMessage() {
        byte[] message = messages.poll();
        if (core.closeReason() == null) {
            String violation = messages.violation();
            if (violation != null) {
                core.closeForViolation(endpoint.now(), violation);
            }
            endpoint.lookAfter(this); // part of a message may have been read, which gives the peer credit
        }
        return message;
    }

    @Override
    public void sendDatagram(byte[] datagram) {
        access.change(() -> {
            requireFits(datagram);
            core.datagrams().send(datagram);
        });
    }

    @Override
    public void sendDatagram(byte[] datagram, Duration lifetime) {
        if (lifetime.isNegative()) {
            throw new IllegalArgumentException("lifetime is " + lifetime + ", allowed are zero and more");
        }
        access.change(() -> {
            requireFits(datagram);
            core.datagrams().send(datagram, endpoint.now() + ConnectionAccess.nanos(lifetime));
        });
    }

    private void requireFits(byte[] datagram) {
        requireWritable();
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
    public byte[] receiveDatagram(Duration timeout) throws InterruptedException {
        return access.await(this::pollDatagram, timeout);
    }

    @Override
    public void onDatagram(Consumer<? super byte[]> listener) {
        listen(() -> listeners.onDatagram(listener));
    }

    /** The next datagram, or null. */
    byte @Nullable [] pollDatagram() {
        return core.datagrams().receive();
    }

    @Override
    public int maxDatagramBytes() {
        return access.read(core.datagrams()::maxLength);
    }

    /** Sets a listener, which hears what is there already. */
    private void listen(Runnable setting) {
        access.change(() -> {
            setting.run();
            delivery.wake();
        });
    }

    /** Sets a listener that is called once at first. */
    void listen(Signal signal, Runnable setting) {
        listen(() -> {
            setting.run();
            listeners.raise(signal);
        });
    }

    @Override
    public ConnectionStats stats() {
        return access.read(() -> Statistics.of(core));
    }

    @Override
    public Optional<SSLSession> tlsSession() {
        return access.read(() -> core.handshakeResult().session());
    }

    @Override
    public boolean updateKeys() {
        return access.read(core::updateKeys);
    }

    @Override
    public ConnectionState state() {
        return access.read(() -> {
            if (core.closeReason() != null) {
                return ConnectionState.CLOSED;
            }
            if (closing != null) {
                return ConnectionState.CLOSING;
            }
            return core.state() == ConnectionCore.State.HANDSHAKE ? ConnectionState.CONNECTING : ConnectionState.OPEN;
        });
    }

    @Override
    public Optional<CloseReason> closeReason() {
        return access.read(() -> Optional.ofNullable(core.closeReason()));
    }

    @Override
    public void onClose(Consumer<? super CloseReason> listener) {
        listen(() -> listeners.onClose(listener));
    }

    @Override
    public void close(long code, String text) {
        CloseReason.Local wanted = new CloseReason.Local(code, text);
        access.changeForAll(() -> {
            closing = closing == null ? wanted : closing;
            closeWhenWritten();
        });
    }

    /** The streams are told of a close once they have all that is to be delivered before. */
    private void closeWhenWritten() {
        if (closing != null && messages.areWritten()) {
            core.closeGracefully(closing.code(), closing.text());
        }
    }

    @Override
    public void abort(long code, String text) {
        access.change(() -> core.closeNow(endpoint.now(), code, text));
    }
}
