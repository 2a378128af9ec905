// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumEndpoint;
import io.aetherflow.quantum.QuantumTls;
import io.aetherflow.samples.demo.CommandLineException;
import io.aetherflow.samples.demo.DemoCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/**
 * Two endpoints on loopback with TLS and default settings.
 *
 * @param server listens
 * @param client connects
 * @param clientTls the client's side of TLS, with the sessions that it may resume
 */
record QuantumPair(QuantumEndpoint server, QuantumEndpoint client, SSLContext clientTls) implements AutoCloseable {
    private static final int AT_A_TIME = 16;

    static QuantumPair open() throws IOException, CommandLineException {
        DemoCertificate certificate = DemoCertificate.create();
        SSLContext clientTls = DemoCertificate.clientContext("fingerprint", certificate.fingerprint());
        QuantumEndpoint server = QuantumEndpoint.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .tls(QuantumTls.of(certificate.serverContext()))
                .listen();
        QuantumEndpoint client = QuantumEndpoint.builder()
                .tls(QuantumTls.of(clientTls).withoutHostVerification())
                .open();
        return new QuantumPair(server, client, clientTls);
    }

    /** Opens connections, some at a time. Returns both ends of each. */
    List<QuantumConnection> connect(int connections) throws InterruptedException {
        List<QuantumConnection> ends = new ArrayList<>(2 * connections);
        while (ends.size() < 2 * connections) {
            List<CompletableFuture<QuantumConnection>> connecting = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                connecting.add(client.connectAsync(server.localAddress()));
            }
            for (CompletableFuture<QuantumConnection> one : connecting) {
                ends.add(one.join());
                ends.add(server.accept());
            }
        }
        return ends;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
