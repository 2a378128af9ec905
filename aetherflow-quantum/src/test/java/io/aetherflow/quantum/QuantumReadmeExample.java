// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** The example of the module's page. */
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
}
