// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.core.NanoClock;
import io.aetherflow.core.Uuid7;
import io.aetherflow.quantum.EndpointStats;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumEndpoint;
import io.aetherflow.quantum.QuantumTimeoutException;
import io.aetherflow.quantum.internal.crypto.KeySchedule;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.EndpointCore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endpoint on a socket. One thread receives, sends and keeps the times of all connections; application threads change connections
 * under the same lock and wake it. Nothing blocks while it holds the lock.
 */
public final class NioEndpoint implements QuantumEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(NioEndpoint.class);
    /** Datagrams that are received before something else has its turn. */
    private static final int BATCH = 64;

    private static final int RESET_KEY_BYTES = 32;

    private final ReentrantLock lock = new ReentrantLock();
    private final NanoClock clock = NanoClock.system();
    private final Deque<UdpSocket> left = new ArrayDeque<>();
    private final QuantumConfig config;
    private final Handshakes handshakes;
    private final boolean listening;
    private final EndpointCore core;
    private final Map<ConnectionCore, DrivenConnection> connections = new HashMap<>();
    private final Outbox outbox;
    private final @Nullable QlogFiles qlog;
    private final Statistics statistics = new Statistics();
    private final Callbacks callbacks;
    private final Accepting accepting;
    private final Driver driver;
    private final ConnectionCount alive = new ConnectionCount(lock);
    private volatile UdpSocket socket;
    private boolean closing;
    private boolean closed;
    /** Whether the thread that drives it waits, or is about to, and has to be woken. */
    private boolean resting;

    private NioEndpoint(UdpSocket socket, EndpointOptions options, @Nullable QlogFiles qlog) {
        this.socket = socket;
        this.config = options.config();
        this.listening = options.listening();
        this.qlog = qlog;
        this.callbacks = new Callbacks(lock, options.executor(), this::wakeUp);
        this.accepting = new Accepting(this);
        String name = "aetherflow-quantum-" + socket.localAddress().getPort();
        this.handshakes = new Handshakes(options.tls(), name + "-tls");
        this.core = new EndpointCore(
                config,
                listening ? handshakes.forServer() : null,
                KeySchedule.QUANTUM,
                handshakes.random(),
                Uuid7.system()::next,
                resetKey(options));
        this.outbox = new Outbox(this, core, config.maxPacketBytes());
        this.driver = new Driver(this, name, options.driven());
    }

    private byte[] resetKey(EndpointOptions options) {
        byte[] key = options.resetKey();
        if (key == null) {
            key = new byte[RESET_KEY_BYTES];
            handshakes.random().nextBytes(key);
        }
        return key;
    }

    /**
     * Opens the socket and starts the thread, if it is to have one.
     *
     * @throws IOException if the address cannot be bound, or the directory for qlog files not made
     */
    public static NioEndpoint start(EndpointOptions options) throws IOException {
        Optional<Path> directory = options.config().qlogDirectory();
        QlogFiles qlog = directory.isEmpty() ? null : QlogFiles.in(directory.get(), "aetherflow-quantum-qlog");
        NioEndpoint endpoint = new NioEndpoint(UdpSocket.open(options.address()), options, qlog);
        if (options.tls() == null) {
            LOG.warn("endpoint {} runs without TLS: nobody is authenticated", endpoint.localAddress());
        }
        endpoint.driver.start();
        return endpoint;
    }

    ReentrantLock lock() {
        return lock;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    long now() {
        return clock.nanoTime();
    }

    @Override
    public InetSocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public QuantumConnection connect(InetSocketAddress remote, Duration timeout) throws InterruptedException {
        driver.requireMayWait();
        DrivenConnection connection = begin(remote);
        try {
            connection.awaitEstablished(timeout);
        } catch (InterruptedException | QuantumTimeoutException e) {
            connection.abort(0, "the attempt was given up");
            throw e;
        }
        return connection;
    }

    @Override
    public CompletableFuture<QuantumConnection> connectAsync(InetSocketAddress remote) {
        return begin(remote).established();
    }

    private DrivenConnection begin(InetSocketAddress remote) {
        if (remote.isUnresolved()) {
            throw new IllegalArgumentException("remote is " + remote + ", which was not resolved to an address");
        }
        if (!socket.reaches(remote)) {
            throw new IllegalArgumentException("remote is " + remote + ", which the socket of " + localAddress()
                    + " cannot reach: one is of IPv4, the other of IPv6");
        }
        lock.lock();
        try {
            requireOpen();
            long now = now();
            DrivenConnection connection = adopt(core.connect(now, remote, handshakes.forClient(remote)), now);
            connection.handedOut = true;
            lookAfter(connection);
            return connection;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void rebind(InetSocketAddress local) throws IOException {
        if (listening) {
            throw new IllegalStateException("the endpoint listens, so peers must find it where it is");
        }
        UdpSocket fresh = UdpSocket.open(local);
        lock.lock();
        try {
            if (closing || closed) {
                fresh.close();
            }
            requireOpen();
            UdpSocket old = socket;
            socket = fresh;
            left.add(old);
            old.wakeUp();
            boolean sameHost = isSameHost(
                    old.localAddress().getAddress(), fresh.localAddress().getAddress());
            for (DrivenConnection connection : connections.values()) {
                connection.core().migrate(now(), sameHost);
                lookAfter(connection);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isSameHost(InetAddress before, InetAddress after) {
        return before.equals(after) && !after.isAnyLocalAddress(); // who leaves the choice to the system may have moved
    }

    private DrivenConnection adopt(ConnectionCore fresh, long now) {
        DrivenConnection connection = new DrivenConnection(this, fresh, config.maxMessageBytes());
        connections.put(fresh, connection);
        alive.begun();
        if (qlog != null) {
            qlog.begin(fresh, localAddress(), now);
        }
        return connection;
    }

    @Override
    public QuantumConnection accept(Duration timeout) throws InterruptedException {
        requireListening();
        return accepting.take(timeout);
    }

    @Override
    public void onConnection(Consumer<? super QuantumConnection> listener) {
        requireListening();
        accepting.listen(listener);
    }

    private void requireListening() {
        if (!listening) {
            throw new IllegalStateException("the endpoint does not listen");
        }
    }

    /** Under the lock. */
    void requireOpen() {
        if (closing || closed) {
            throw new IllegalStateException("the endpoint is closed");
        }
    }

    /** A connection may have something to send or another deadline. Under the lock. */
    void lookAfter(DrivenConnection connection) {
        outbox.add(connection);
        wakeUp();
    }

    /** Ends the wait of the thread that drives it, unless it is this one. Under the lock. */
    private void wakeUp() {
        if (resting && !driver.isThisThread()) {
            resting = false;
            socket.wakeUp();
        }
    }

    void requireMayWait() {
        driver.requireMayWait();
    }

    @Override
    public EndpointStats stats() {
        lock.lock();
        try {
            return statistics.of(core, connections.keySet(), socket.unsendable());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean runOnce(Duration wait) {
        return driver.runOnce(ConnectionAccess.nanos(wait));
    }

    @Override
    public boolean close(Duration timeout) throws InterruptedException {
        driver.requireMayWait();
        boolean inTime;
        lock.lockInterruptibly();
        try {
            closing = true;
            accepting.end();
            if (!closed) {
                connections.values().forEach(DrivenConnection::close);
            }
            inTime = alive.awaitNone(timeout);
        } finally {
            lock.unlock();
        }
        close();
        return inTime;
    }

    /** A connection has a reason for its end; to be told once for each. Under the lock. */
    void connectionIsOver() {
        alive.over();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                accepting.end();
                socket.wakeUp();
            }
        } finally {
            lock.unlock();
        }
        driver.awaitEnd();
    }

    /** Waits for something to do. */
    void await(long nanos) throws IOException {
        socket.await(nanos);
    }

    /** Receives, does what is due, sends. Returns for how many nanoseconds there is nothing to do, below 0 once it is closed. */
    long turn() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return -1;
            }
            closeLeftSockets();
            receive();
            long now = now();
            fireDeadlines(now);
            outbox.wakeWorked();
            long wait = outbox.send(socket, now) ? outbox.untilNext(now()) : 0;
            resting = wait > 0;
            return wait;
        } finally {
            lock.unlock();
        }
    }

    /** Here, since this thread may just have waited for one of them. */
    private void closeLeftSockets() throws IOException {
        for (UdpSocket old = left.poll(); old != null; old = left.poll()) {
            old.close();
        }
    }

    /**
     * The clock is read after each datagram has come: a reading from before would be too early by as long as the thread did not get to run,
     * and round trips that are too short are what congestion control remembers longest.
     */
    private void receive() throws IOException {
        for (int i = 0; i < BATCH && socket.receive(); i++) {
            long now = now();
            InetSocketAddress remote = socket.sender();
            ConnectionCore found = core.route(now, remote, socket.received(), 0, socket.receivedLength());
            for (ConnectionCore fresh = core.accept(); fresh != null; fresh = core.accept()) {
                adopt(fresh, now);
            }
            DrivenConnection connection = found == null ? null : connections.get(found);
            if (connection != null) {
                receive(connection, remote, now);
                changed(connection);
            }
        }
    }

    private void receive(DrivenConnection connection, InetSocketAddress remote, long now) {
        try {
            connection.core().onDatagram(now, remote, socket.received(), 0, socket.receivedLength(), core.header());
        } catch (RuntimeException e) {
            connection.abandon(e);
        }
    }

    private void fireDeadlines(long now) {
        for (DrivenConnection due = outbox.takeDue(now); due != null; due = outbox.takeDue(now)) {
            try {
                due.core().onTimeout(now);
            } catch (RuntimeException e) {
                due.abandon(e);
            }
            changed(due);
        }
    }

    /** What follows for everybody else when a connection was worked on by this thread. */
    private void changed(DrivenConnection connection) {
        connection.worked = true;
        lookAfter(connection);
        Runnable task = connection.core().takeHandshakeTask();
        if (task != null) {
            handshakes.run(task, () -> handshakeTaskDone(connection));
        }
        if (!connection.handedOut && connection.core().state() == ConnectionCore.State.ESTABLISHED) {
            handOut(connection);
        }
    }

    private void handOut(DrivenConnection connection) {
        connection.handedOut = true;
        if (closing || !accepting.offer(connection)) {
            connection.core().closeNow(now(), 0, "the server accepts no more connections at present");
        }
    }

    private void handshakeTaskDone(DrivenConnection connection) {
        lock.lock();
        try {
            try {
                connection.core().handshakeTaskDone(now());
            } catch (RuntimeException e) {
                connection.abandon(e);
            }
            changed(connection);
        } finally {
            lock.unlock();
        }
    }

    /** It is over. Under the lock. */
    void forget(DrivenConnection connection, long now) {
        if (connections.remove(connection.core()) != null) {
            core.forget(connection.core());
            statistics.remember(connection.core());
            connection.core().observer().ended(now);
        }
    }

    /** Tells peers and whoever waits, once: nobody is there to do it again. */
    void end() {
        lock.lock();
        try {
            closed = true;
            accepting.end();
            alive.end();
            for (DrivenConnection connection : connections.values()) {
                connection.core().closeNow(now(), 0, "endpoint closed");
                outbox.sendIfPossible(connection, socket, now());
                connection.core().observer().ended(now());
                connection.wake();
            }
        } finally {
            lock.unlock();
            callbacks.end();
            handshakes.close();
            if (qlog != null) {
                qlog.close();
            }
            try {
                closeLeftSockets();
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
