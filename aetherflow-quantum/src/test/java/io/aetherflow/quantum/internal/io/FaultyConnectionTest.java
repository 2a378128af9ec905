// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ConnectionClosedException;
import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumEndpoint;
import io.aetherflow.quantum.internal.protocol.ConnectionObserver;
import io.aetherflow.quantum.internal.recovery.SentPacket;
import io.aetherflow.quantum.internal.recovery.Space;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection in which this library fails, on receiving or on sending, is given up; another on the same socket goes on. */
class FaultyConnectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Fails where the observed connection would go on. */
    private record Fault(boolean onReceipt) implements ConnectionObserver {
        @Override
        public void packetReceived(long now, Space space, long number, byte[] datagram, int payload, int length) {
            if (onReceipt) {
                throw new IllegalStateException("receiving fails");
            }
        }

        @Override
        public void packetSent(long now, SentPacket packet, byte[] datagram, int payload, int length) {
            if (!onReceipt) {
                throw new IllegalStateException("sending fails");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void faultEndsNoOtherConnection(boolean onReceipt) throws Exception {
        try (QuantumEndpoint server = builder().listen();
                QuantumEndpoint client = builder().open()) {
            QuantumConnection faulty = client.connect(server.localAddress());
            QuantumConnection peerOfFaulty = server.accept(LIMIT);
            QuantumConnection other = client.connect(server.localAddress());
            QuantumConnection peerOfOther = server.accept(LIMIT);

            sabotage(client, faulty, onReceipt);
            faulty.send(new byte[1]);
            peerOfFaulty.send(new byte[1]);

            assertThatThrownBy(() -> {
                        faulty.receive(LIMIT);
                        faulty.receive(LIMIT);
                    })
                    .isInstanceOf(ConnectionClosedException.class);
            assertThat(faulty.closeReason())
                    .contains(new CloseReason.ProtocolViolation(
                            true, ErrorCode.INTERNAL_ERROR.value(), "a fault of this end"));
            other.send("still here".getBytes(UTF_8));
            assertThat(peerOfOther.receive(LIMIT)).isEqualTo("still here".getBytes(UTF_8));
        }
    }

    private static void sabotage(QuantumEndpoint endpoint, QuantumConnection connection, boolean onReceipt) {
        ((NioEndpoint) endpoint).lock().lock();
        try {
            ((DrivenConnection) connection).core().observe(new Fault(onReceipt));
        } finally {
            ((NioEndpoint) endpoint).lock().unlock();
        }
    }

    private static QuantumEndpoint.Builder builder() {
        return QuantumEndpoint.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .insecurePlaintext();
    }
}
