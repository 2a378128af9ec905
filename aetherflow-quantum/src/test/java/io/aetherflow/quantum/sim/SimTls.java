// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import io.aetherflow.quantum.internal.crypto.Handshake;
import io.aetherflow.quantum.internal.crypto.TestAuthority;
import io.aetherflow.quantum.internal.crypto.TlsHandshake;
import io.aetherflow.quantum.internal.crypto.TlsSettings;
import io.aetherflow.quantum.internal.protocol.HandshakeFactory;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** TLS in the simulator. Its keys are not the seed's, but the sizes of its flights and so the run are the same each time, more or less. */
public final class SimTls {
    /** What the client takes the server's name to be. */
    public static final String HOST = "server.example";

    private static final int PORT = 9_443;

    private final TlsSettings client;
    private final TlsSettings server;

    private record Factory(Function<byte[], Handshake> make) implements HandshakeFactory {
        @Override
        public boolean tls() {
            return true;
        }

        @Override
        public Handshake begin(byte[] parameters) {
            return make.apply(parameters);
        }
    }

    private SimTls(TestAuthority authority, List<String> clientProtocols, List<String> serverProtocols) {
        client = new TlsSettings(authority.trustingContext(), clientProtocols, true, TlsSettings.ClientAuth.NONE);
        server = new TlsSettings(authority.context(HOST), serverProtocols, false, TlsSettings.ClientAuth.NONE);
    }

    /** With two ends that have no application protocol in common. */
    public static SimTls disagreeing() {
        return new SimTls(new TestAuthority("root of the server"), List.of("one"), List.of("another"));
    }

    /** Two ends as they are configured. */
    public SimTls(TlsSettings client, TlsSettings server) {
        this.client = client;
        this.server = server;
    }

    /** @param certificates how many the server's chain has, from its own to the root */
    public SimTls(int certificates) {
        TestAuthority authority = new TestAuthority("root of the server");
        client = settings(authority);
        for (int i = 2; i < certificates; i++) {
            authority = authority.subordinate("authority " + i);
        }
        server = new TlsSettings(authority.context(HOST), List.of(), false, TlsSettings.ClientAuth.NONE);
    }

    private static TlsSettings settings(TestAuthority root) {
        return new TlsSettings(root.trustingContext(), List.of(), true, TlsSettings.ClientAuth.NONE);
    }

    public HandshakeFactory client(RandomGenerator random) {
        return new Factory(parameters -> TlsHandshake.client(client, HOST, PORT, parameters, random));
    }

    public HandshakeFactory server() {
        return new Factory(parameters -> TlsHandshake.server(server, parameters));
    }
}
