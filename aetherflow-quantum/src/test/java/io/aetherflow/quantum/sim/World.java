// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.crypto.Handshake;
import io.aetherflow.quantum.internal.crypto.OpenHandshake;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.HandshakeFactory;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

/** One client, one server and the link between them, with the client's connection begun. Without TLS as a rule, whose randomness has no seed. */
public final class World {
    public static final InetSocketAddress CLIENT = new InetSocketAddress("10.0.0.1", 40_000);
    public static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.2", 9_443);

    private final SimNetwork network;
    private final InetSocketAddress serverAddress;
    private final SimEndpoint clientEndpoint;
    private final SimEndpoint serverEndpoint;
    private final ConnectionCore client;
    private InetSocketAddress clientAddress;

    public World(long seed, LinkConfig link) {
        this(seed, link, QuantumConfig.defaults());
    }

    public World(long seed, LinkConfig link, QuantumConfig config) {
        this(seed, link, config, 0);
    }

    /**
     * @param start reading of the clock at the beginning
     */
    public World(long seed, LinkConfig link, QuantumConfig config, long start) {
        this(new SimNetwork(seed, link, start), config);
    }

    public World(SimNetwork network, QuantumConfig config) {
        this(network, CLIENT, SERVER, config);
    }

    /** With TLS. */
    public World(long seed, LinkConfig link, QuantumConfig config, SimTls tls) {
        this(new SimNetwork(seed, link), config, tls);
    }

    private World(SimNetwork network, QuantumConfig config, SimTls tls) {
        this(network, CLIENT, SERVER, config, tls.client(network.random()), tls.server());
    }

    private World(SimNetwork network, InetSocketAddress from, InetSocketAddress to, QuantumConfig config) {
        this(network, from, to, config, withoutTls(network.random(), true), withoutTls(network.random(), false));
    }

    private World(
            SimNetwork network,
            InetSocketAddress from,
            InetSocketAddress to,
            QuantumConfig config,
            HandshakeFactory connecting,
            HandshakeFactory accepting) {
        this.network = network;
        clientAddress = from;
        serverAddress = to;
        clientEndpoint = new SimEndpoint(network, from, config, null);
        serverEndpoint = new SimEndpoint(network, to, config, accepting);
        client = clientEndpoint.connect(to, connecting);
    }

    /** From now on the client's packets come from another address, over the same links; what is sent to the old one gets nowhere. */
    public void rebind(InetSocketAddress to) {
        network.share(up(), to, serverAddress);
        network.share(down(), serverAddress, to);
        network.detach(clientAddress);
        network.attach(to, clientEndpoint);
        clientAddress = to;
    }

    /** Where the client's packets come from. */
    public InetSocketAddress clientAddress() {
        return clientAddress;
    }

    /** Another client with another server, which share the links of this one. */
    public World beside(QuantumConfig config) {
        InetSocketAddress from = new InetSocketAddress(clientAddress.getAddress(), clientAddress.getPort() + 1);
        InetSocketAddress to = new InetSocketAddress(serverAddress.getAddress(), serverAddress.getPort() + 1);
        network.share(up(), from, to);
        network.share(down(), to, from);
        return new World(network, from, to, config);
    }

    /** Handshakes without TLS, whose randomness comes from the run's seed. */
    public static HandshakeFactory withoutTls(RandomGenerator random, boolean client) {
        return new HandshakeFactory() {
            @Override
            public boolean tls() {
                return false;
            }

            @Override
            public Handshake begin(byte[] parameters) {
                return new OpenHandshake(client, parameters, random);
            }
        };
    }

    public SimNetwork network() {
        return network;
    }

    public SimEndpoint clientEndpoint() {
        return clientEndpoint;
    }

    public SimEndpoint serverEndpoint() {
        return serverEndpoint;
    }

    public ConnectionCore client() {
        return client;
    }

    /** The server's end, once it is there. */
    public ConnectionCore server() {
        return serverEndpoint.connections().get(0);
    }

    public Link up() {
        return network.link(clientAddress, serverAddress);
    }

    public Link down() {
        return network.link(serverAddress, clientAddress);
    }

    public boolean isEstablished() {
        return client.state() == ConnectionCore.State.ESTABLISHED
                && !serverEndpoint.connections().isEmpty()
                && server().state() == ConnectionCore.State.ESTABLISHED;
    }

    /** Makes the client send bytes on new streams, so many on each, as soon as it can, and the server read them. */
    public Transfer transfer(int... bytes) {
        return new Transfer(network, client.id(), clientEndpoint, serverEndpoint, bytes);
    }

    /** The same in the other direction. */
    public Transfer transferBack(int... bytes) {
        return new Transfer(network, client.id(), serverEndpoint, clientEndpoint, bytes);
    }
}
