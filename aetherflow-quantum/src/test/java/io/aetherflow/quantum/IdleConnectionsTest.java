// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.internal.crypto.TestAuthority;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Row of the test bar: 10,000 idle connections on one socket take at most 16 KB of heap each, and no thread. Both ends are in this JVM, the
 * clients' on one socket too. Those with TLS are fewer, as their handshakes take long; the JDK's memory of their sessions counts in.
 */
class IdleConnectionsTest {
    private static final int MAX_BYTES = 16 << 10;
    private static final int WARMUP = 100;
    private static final int AT_A_TIME = 50;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<QuantumConnection> ends = new ArrayList<>();

    @Test
    void tenThousandConnectionsHoldLittleAndNoThread() throws Exception {
        try (QuantumEndpoint server = QuantumEndpoint.builder()
                        .bind(ANY_PORT)
                        .insecurePlaintext()
                        .listen();
                QuantumEndpoint client =
                        QuantumEndpoint.builder().insecurePlaintext().open()) {
            assertThat(bytesOfAnEnd(client, server, 10_000)).isLessThanOrEqualTo(MAX_BYTES);
            assertThat(threadsOf(server)).isEqualTo(1);
            assertThat(threadsOf(client)).isEqualTo(1);
        }
    }

    @Test
    void connectionWithTlsHoldsLittle() throws Exception {
        TestAuthority authority = new TestAuthority("root");
        try (QuantumEndpoint server = QuantumEndpoint.builder()
                        .bind(ANY_PORT)
                        .tls(QuantumTls.of(authority.context("localhost")))
                        .listen();
                QuantumEndpoint client = QuantumEndpoint.builder()
                        .tls(QuantumTls.of(authority.trustingContext()).withoutHostVerification())
                        .open()) {
            assertThat(bytesOfAnEnd(client, server, 300)).isLessThanOrEqualTo(MAX_BYTES);
        }
    }

    private long bytesOfAnEnd(QuantumEndpoint client, QuantumEndpoint server, int connections) throws Exception {
        connect(client, server, WARMUP);
        long before = usedBytes();
        connect(client, server, connections);
        long bytes = (usedBytes() - before) / (2L * connections);
        assertThat(ends).allMatch(end -> end.closeReason().isEmpty()).hasSize(2 * (WARMUP + connections));
        return bytes;
    }

    private void connect(QuantumEndpoint client, QuantumEndpoint server, int connections) throws InterruptedException {
        for (int i = 0; i < connections; i += AT_A_TIME) {
            List<CompletableFuture<QuantumConnection>> connecting = new ArrayList<>();
            for (int j = 0; j < AT_A_TIME; j++) {
                connecting.add(client.connectAsync(server.localAddress()));
            }
            for (CompletableFuture<QuantumConnection> one : connecting) {
                ends.add(one.join());
                ends.add(server.accept());
            }
        }
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long threadsOf(QuantumEndpoint endpoint) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        String name = "aetherflow-quantum-" + endpoint.localAddress().getPort();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(name))
                .count();
    }
}
