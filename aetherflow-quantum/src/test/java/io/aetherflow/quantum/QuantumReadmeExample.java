// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The examples of the module's page. */
final class QuantumReadmeExample {
    private QuantumReadmeExample() {}

    static String run(SSLContext ofServer, SSLContext ofClient) throws Exception {
        try (QuantumEndpoint server = QuantumEndpoint.builder()
                        .bind(new InetSocketAddress("localhost", 0))
                        .tls(QuantumTls.of(ofServer))
                        .listen();
                QuantumEndpoint client =
                        QuantumEndpoint.builder().tls(QuantumTls.of(ofClient)).open()) {
            QuantumConnection there = client.connect(
                    new InetSocketAddress("localhost", server.localAddress().getPort()));
            there.send("hello".getBytes(StandardCharsets.UTF_8));

            QuantumConnection here = server.accept();
            QuantumStream stream = here.openStream(StreamPriority.BULK);
            stream.write(here.receive());
            stream.finish();

            byte[] buffer = new byte[100];
            int length = there.acceptStream().read(buffer, 0, buffer.length);
            there.close();
            return new String(buffer, 0, length, StandardCharsets.UTF_8); // hello
        }
    }

    static String withListeners(QuantumEndpoint server, QuantumEndpoint client) throws Exception {
        server.onConnection(here -> here.onMessage(here::trySend)); // an echo; what has no room is not sent
        CompletableFuture<String> echoed = new CompletableFuture<>();

        client.connectAsync(server.localAddress()).thenAccept(there -> {
            there.onMessage(message -> echoed.complete(new String(message, StandardCharsets.UTF_8)));
            there.onClose(reason -> echoed.completeExceptionally(new ConnectionClosedException(reason)));
            there.trySend("hello".getBytes(StandardCharsets.UTF_8));
        });

        return echoed.get(10, TimeUnit.SECONDS); // hello
    }

    static byte[] positions(QuantumConnection there, QuantumConnection here) throws InterruptedException {
        there.sendDatagram(new byte[] {1, 2}, Duration.ofSeconds(2)); // worth nothing later
        return here.receiveDatagram(Duration.ofSeconds(10)); // or QuantumTimeoutException
    }
}
