// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer's process that is killed says nothing: its connection ends by the idle timeout, and the endpoint goes on. */
@Timeout(60)
class KilledPeerTest {
    private static final QuantumConfig CONFIG = QuantumConfig.builder()
            .idleTimeout(Duration.ofMillis(1_500))
            .keepAlive(Duration.ofMillis(300))
            .build();

    /** The peer: connects to a port of this machine, sends a message, and waits until it is killed. */
    public static void main(String[] args) throws Exception {
        try (QuantumEndpoint endpoint = SocketPair.plaintext().config(CONFIG).open()) {
            QuantumConnection connection = endpoint.connect(SocketPair.loopback(Integer.parseInt(args[0])));
            connection.send(new byte[1]);
            connection.receive();
        }
    }

    @Test
    void connectionOfAKilledProcessEndsByTheIdleTimeout() throws Exception {
        try (QuantumEndpoint server = SocketPair.plaintext().config(CONFIG).listen()) {
            Process peer = start(server.localAddress());
            try {
                QuantumConnection here = server.accept();
                here.receive();
                peer.destroyForcibly().waitFor();

                assertThatExceptionOfType(ConnectionClosedException.class)
                        .isThrownBy(here::receive)
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(new CloseReason.IdleTimeout()));
                assertNewClientIsServed(server);
            } finally {
                peer.destroyForcibly();
            }
        }
    }

    private static Process start(InetSocketAddress server) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return new ProcessBuilder(
                        java,
                        "-Djava.net.preferIPv4Stack=true",
                        "-cp",
                        classPath,
                        KilledPeerTest.class.getName(),
                        String.valueOf(server.getPort()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void assertNewClientIsServed(QuantumEndpoint server) throws Exception {
        try (QuantumEndpoint client = SocketPair.plaintext().open()) {
            client.connect(server.localAddress()).send(new byte[] {7});
            assertThat(server.accept().receive()).containsExactly(7);
        }
    }
}
