// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.crypto.Handshake;
import io.aetherflow.quantum.internal.crypto.OpenHandshake;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.HandshakeFactory;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

/** One client, one server and the link between them, with the client's connection begun. Without TLS, whose randomness has no seed. */
public final class World {
    public static final InetSocketAddress CLIENT = new InetSocketAddress("10.0.0.1", 40_000);
    public static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.2", 9_443);

    private final SimNetwork network;
    private final SimEndpoint clientEndpoint;
    private final SimEndpoint serverEndpoint;
    private final ConnectionCore client;

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
        network = new SimNetwork(seed, link, start);
        clientEndpoint = new SimEndpoint(network, CLIENT, config, null);
        serverEndpoint = new SimEndpoint(network, SERVER, config, withoutTls(network.random(), false));
        client = clientEndpoint.connect(SERVER, withoutTls(network.random(), true));
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
        return network.link(CLIENT, SERVER);
    }

    public Link down() {
        return network.link(SERVER, CLIENT);
    }

    public boolean isEstablished() {
        return client.state() == ConnectionCore.State.ESTABLISHED
                && !serverEndpoint.connections().isEmpty()
                && server().state() == ConnectionCore.State.ESTABLISHED;
    }

    /** Makes the client send bytes on a new stream as soon as it can, and the server read them. */
    public Transfer transfer(int bytes) {
        return new Transfer(this, bytes);
    }
}
