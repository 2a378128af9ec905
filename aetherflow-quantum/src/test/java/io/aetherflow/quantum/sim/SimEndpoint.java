// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.EndpointCore;
import io.aetherflow.quantum.internal.protocol.HandshakeFactory;
import io.aetherflow.quantum.internal.protocol.Transmit;
import io.aetherflow.quantum.internal.recovery.LossRecovery;
import io.aetherflow.quantum.internal.recovery.Space;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An endpoint at an address of the simulated network, with a listener that is called whenever one of its connections may have changed. */
public final class SimEndpoint implements SimNode {
    /** What an application does with a connection when something has happened. */
    public interface Application {
        void run(ConnectionCore connection, long now);
    }

    private final SimNetwork network;
    private final EndpointCore core;
    private final byte[] resetKey;
    private final List<ConnectionCore> connections = new ArrayList<>();
    private final List<Application> applications = new ArrayList<>();
    private Consumer<? super ConnectionCore> watcher = connection -> {};

    /**
     * @param accepting null for an endpoint that accepts nothing
     */
    public SimEndpoint(
            SimNetwork network, InetSocketAddress address, QuantumConfig config, @Nullable HandshakeFactory accepting) {
        this(network, address, config, accepting, randomKey(network.random()));
    }

    /**
     * @param accepting null for an endpoint that accepts nothing
     */
    public SimEndpoint(
            SimNetwork network,
            InetSocketAddress address,
            QuantumConfig config,
            @Nullable HandshakeFactory accepting,
            byte[] resetKey) {
        this.network = network;
        this.resetKey = resetKey;
        RandomGenerator random = network.random();
        this.core = new EndpointCore(
                config,
                accepting,
                network.keySchedule(),
                random,
                () -> new UUID(random.nextLong(), random.nextLong()),
                resetKey);
        network.attach(address, this);
    }

    private static byte[] randomKey(RandomGenerator random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return key;
    }

    /** Of stateless resets. */
    public byte[] resetKey() {
        return resetKey;
    }

    public EndpointCore core() {
        return core;
    }

    public List<ConnectionCore> connections() {
        return connections;
    }

    /** Adds an application. */
    public void application(Application runs) {
        applications.add(runs);
    }

    /** Shows each connection to somebody before anything happens to it, also those that were begun and have sent nothing yet. */
    public void watch(Consumer<? super ConnectionCore> onlooker) {
        connections.forEach(onlooker);
        watcher = onlooker;
    }

    public ConnectionCore connect(InetSocketAddress to, HandshakeFactory handshakes) {
        ConnectionCore connection = core.connect(network.now(), to, handshakes);
        connections.add(connection);
        watcher.accept(connection);
        return connection;
    }

    @Override
    public void onDatagram(long now, InetSocketAddress from, byte[] packet) {
        ConnectionCore connection = core.route(now, from, packet, 0, packet.length);
        for (ConnectionCore fresh = core.accept(); fresh != null; fresh = core.accept()) {
            connections.add(fresh);
            watcher.accept(fresh);
        }
        if (connection != null) {
            connection.onDatagram(now, from, packet, 0, packet.length, core.header());
            settle(connection, now);
        }
    }

    private void settle(ConnectionCore connection, long now) {
        for (Runnable task = connection.takeHandshakeTask(); task != null; task = connection.takeHandshakeTask()) {
            task.run();
            connection.handshakeTaskDone(now);
        }
        while (connection.streams().pollEvent() != null) {
            // applications of the simulation look at everything anyway
        }
        applications.forEach(application -> application.run(connection, now));
    }

    @Override
    public long nextTimeout(long now) {
        long next = NEVER;
        for (ConnectionCore connection : connections) {
            next = Math.min(next, connection.timeout(now));
        }
        return next;
    }

    @Override
    public void onTimeout(long now) {
        for (ConnectionCore connection : connections) {
            if (connection.timeout(now) == 0) {
                connection.onTimeout(now);
                settle(connection, now);
            }
        }
    }

    @Override
    public boolean pollTransmit(long now, Transmit out) {
        if (core.pollTransmit(out)) {
            return true;
        }
        for (ConnectionCore connection : connections) {
            if (pollTransmit(connection, now, out)) {
                return true;
            }
        }
        return false;
    }

    /** Holds in every simulation: only probes go beyond the window. */
    private static boolean pollTransmit(ConnectionCore connection, long now, Transmit out) {
        LossRecovery recovery = connection.recovery();
        boolean probe = recovery.probesWanted(Space.HANDSHAKE) + recovery.probesWanted(Space.DATA) > 0;
        long before = recovery.inFlight();
        boolean sent = connection.pollTransmit(now, out);
        boolean withinWindow = recovery.inFlight() <= connection.congestion().congestionWindow();
        if (recovery.inFlight() > before && !probe && !withinWindow) {
            throw new AssertionError(recovery.inFlight() + " bytes are in flight, the window has "
                    + connection.congestion().congestionWindow());
        }
        return sent;
    }
}
