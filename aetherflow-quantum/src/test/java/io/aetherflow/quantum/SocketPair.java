// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two endpoints on real sockets of this machine, without TLS, and one connection between them. */
final class SocketPair implements AutoCloseable {
    /** What a thread of a test does. */
    interface Body<T> {
        T run() throws Exception;
    }

    final QuantumEndpoint server;
    final QuantumEndpoint client;
    /** The client's end. */
    final QuantumConnection there;
    /** The server's end. */
    final QuantumConnection here;

    private SocketPair(QuantumEndpoint server, QuantumEndpoint client) throws InterruptedException {
        this.server = server;
        this.client = client;
        this.there = client.connect(server.localAddress());
        this.here = server.accept();
    }

    static SocketPair open() throws Exception {
        return open(QuantumConfig.defaults(), QuantumConfig.defaults());
    }

    static SocketPair open(QuantumConfig ofServer, QuantumConfig ofClient) throws Exception {
        return new SocketPair(
                plaintext().config(ofServer).listen(),
                plaintext().config(ofClient).open());
    }

    /** With a server that is built in a way of its own. */
    static SocketPair open(QuantumEndpoint.Builder server, QuantumConfig ofBoth) throws Exception {
        return new SocketPair(
                server.config(ofBoth).listen(), plaintext().config(ofBoth).open());
    }

    static QuantumEndpoint.Builder plaintext() {
        return QuantumEndpoint.builder().bind(loopback(0)).insecurePlaintext();
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** An address of this machine at which nobody listens. */
    static InetSocketAddress nobody() throws IOException {
        try (QuantumEndpoint gone = plaintext().open()) {
            return gone.localAddress();
        }
    }

    static <T> CompletableFuture<T> inThread(Body<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(body.run());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    static <T> T get(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
