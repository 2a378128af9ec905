// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is killed and started again on its address. The client's connection goes through a proxy, so that nobody tells it. */
@Timeout(60)
class StatelessResetOverSocketsTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] OTHER_KEY = key(1);

    private static byte[] key(int filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        return key;
    }

    private static QuantumEndpoint server(int port, byte[] key) throws Exception {
        return QuantumEndpoint.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .insecurePlaintext()
                .statelessResetKey(key)
                .listen();
    }

    private static CloseReason reasonAfterRestart(byte[] keyAfterwards, Duration idleTimeout) throws Exception {
        QuantumConfig config = QuantumConfig.builder()
                .idleTimeout(idleTimeout)
                .keepAlive(Duration.ofMillis(200))
                .build();
        QuantumEndpoint killed = server(0, KEY);
        try (UdpProxy proxy = new UdpProxy(killed.localAddress());
                QuantumEndpoint client = QuantumEndpoint.builder()
                        .insecurePlaintext()
                        .config(config)
                        .open()) {
            QuantumConnection connection = client.connect(proxy.address());
            connection.send(new byte[100]);
            killed.accept().receive();
            proxy.cut(true);
            killed.close();
            proxy.rebind(); // what it said at its end is lost
            try (QuantumEndpoint restarted = server(killed.localAddress().getPort(), keyAfterwards)) {
                assertThat(restarted.localAddress()).isEqualTo(killed.localAddress());
                proxy.cut(false);
                assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(connection::receive);
                return connection.closeReason().orElseThrow();
            }
        }
    }

    @Test
    void clientLearnsAtOnceOfARestartWithTheSameKey() throws Exception {
        assertThat(reasonAfterRestart(KEY, Duration.ofMinutes(10))).isEqualTo(new CloseReason.StatelessReset());
    }

    @Test
    void clientOfAServerThatRestartedWithAnotherKeyWaitsForItsIdleTimeout() throws Exception {
        assertThat(reasonAfterRestart(OTHER_KEY, Duration.ofSeconds(2))).isEqualTo(new CloseReason.IdleTimeout());
    }

    @Test
    void shortKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantumEndpoint.builder().statelessResetKey(new byte[31]))
                .withMessageContaining("31");
    }
}
