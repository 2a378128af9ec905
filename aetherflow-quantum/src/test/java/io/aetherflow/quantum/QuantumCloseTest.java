// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static io.aetherflow.quantum.SocketPair.get;
import static io.aetherflow.quantum.SocketPair.inThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every reason for which a connection ends, as both ends see it, over real sockets. A stateless reset has a test of its own. */
@Timeout(60)
class QuantumCloseTest {
    private static final int VIOLATION = ErrorCode.PROTOCOL_VIOLATION.value();

    private static CloseReason reasonOf(QuantumConnection connection) throws Exception {
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        connection.onClose(closed::complete);
        CloseReason reason = get(closed);
        assertThat(connection.closeReason()).contains(reason);
        return reason;
    }

    private static void assertClosed(CloseReason reason, ThrowingCallable call) {
        assertThatExceptionOfType(ConnectionClosedException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void closeIsLocalHereAndThePeersThere() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.there.close(7, "enough");

            assertThat(reasonOf(pair.there)).isEqualTo(new CloseReason.Local(7, "enough"));
            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.Peer(7, "enough"));
        }
    }

    @Test
    void abortIsLocalHereAndThePeersThere() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.here.abort(8, "at once");

            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.Local(8, "at once"));
            assertThat(reasonOf(pair.there)).isEqualTo(new CloseReason.Peer(8, "at once"));
        }
    }

    @Test
    void firstReasonCounts() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.there.close(1, "first");
            pair.there.close(2, "second");
            pair.there.close();

            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.Peer(1, "first"));
        }
    }

    @Test
    void longTextIsCutForThePeer() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.there.close(3, "\u00e4".repeat(200));

            assertThat(reasonOf(pair.there)).isEqualTo(new CloseReason.Local(3, "\u00e4".repeat(200)));
            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.Peer(3, "\u00e4".repeat(128)));
        }
    }

    @Test
    void silenceIsAnIdleTimeoutOnBothEnds() throws Exception {
        QuantumConfig brief = QuantumConfig.builder()
                .idleTimeout(Duration.ofSeconds(1))
                .keepAlive(Duration.ZERO)
                .build();
        try (SocketPair pair = SocketPair.open(brief, QuantumConfig.defaults())) {
            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.IdleTimeout());
        }
        try (SocketPair pair = SocketPair.open(brief, brief)) {
            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.IdleTimeout());
            assertThat(reasonOf(pair.there)).isEqualTo(new CloseReason.IdleTimeout());
        }
    }

    @Test
    void brokenRuleIsAViolationByThePeerHereAndByThisEndThere() throws Exception {
        QuantumConfig modest = QuantumConfig.builder().maxMessageBytes(1_000).build();
        try (SocketPair pair = SocketPair.open(modest, QuantumConfig.defaults())) {
            pair.here.onMessage(message -> {});

            pair.there.send(new byte[1_001]);

            assertThat(reasonOf(pair.here))
                    .isEqualTo(new CloseReason.ProtocolViolation(
                            true, VIOLATION, "message is longer than the 1000 bytes allowed"));
            assertThat(reasonOf(pair.there))
                    .isEqualTo(new CloseReason.ProtocolViolation(
                            false, VIOLATION, "message is longer than the 1000 bytes allowed"));
        }
    }

    @Test
    void nobodyAtTheAddressIsAHandshakeFailure() throws Exception {
        QuantumConfig quick =
                QuantumConfig.builder().handshakeTimeout(Duration.ofMillis(200)).build();
        try (QuantumEndpoint client = SocketPair.plaintext().config(quick).open()) {
            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(() -> client.connect(SocketPair.nobody()))
                    .satisfies(e -> assertThat(e.reason()).isInstanceOf(CloseReason.HandshakeFailure.class));
        }
    }

    @Test
    void closedEndpointIsLocalHereAndThePeersThere() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.server.close();

            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.Local(0, "endpoint closed"));
            assertThat(reasonOf(pair.there)).isEqualTo(new CloseReason.Peer(0, "endpoint closed"));
        }
    }

    @Test
    void closeDeliversEverythingThatWasWrittenBefore() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            QuantumStream bulk = pair.there.openStream(StreamPriority.BULK);
            CompletableFuture<Integer> read = inThread(() -> {
                QuantumStream stream = pair.here.acceptStream();
                byte[] buffer = new byte[1 << 16];
                int total = 0;
                while (total < 5_000_000) {
                    total += stream.read(buffer, 0, buffer.length);
                }
                return total;
            });
            bulk.write(new byte[5_000_000]); // the last megabytes wait in the send buffer
            pair.there.send(new byte[1_000_000]);
            pair.there.send(new byte[1_000_000]);
            pair.there.sendDatagram(new byte[100]);
            pair.there.close(4, "done");

            assertThat(get(read)).isEqualTo(5_000_000);
            assertThat(pair.here.receive()).hasSize(1_000_000);
            assertThat(pair.here.receive()).hasSize(1_000_000);
            assertThat(pair.here.receiveDatagram()).hasSize(100);
            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.Peer(4, "done"));
        }
    }

    @Test
    void nothingIsWrittenAfterTheClose() throws Exception {
        CloseReason bye = new CloseReason.Local(5, "bye");
        try (SocketPair pair = SocketPair.open()) {
            QuantumStream stream = pair.there.openStream();
            pair.there.close(5, "bye");

            assertClosed(bye, () -> pair.there.send(new byte[1]));
            assertClosed(bye, () -> pair.there.trySend(new byte[1]));
            assertClosed(bye, () -> pair.there.sendDatagram(new byte[1]));
            assertClosed(bye, () -> pair.there.openStream());
            assertClosed(bye, () -> stream.write(new byte[1]));
            assertClosed(bye, () -> stream.tryWrite(new byte[1], 0, 1));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(pair.there.openStreamAsync(StreamPriority.NORMAL)))
                    .withCauseInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void whatThePeerSendsCanBeReadWhileACloseWaits() throws Exception {
        QuantumConfig tight = QuantumConfig.builder().streamWindowBytes(1 << 12).build();
        try (SocketPair pair = SocketPair.open(tight, QuantumConfig.defaults())) {
            pair.there.send(new byte[100_000]); // more than the peer takes before it reads
            assertThat(pair.there.state()).isEqualTo(ConnectionState.OPEN);
            pair.there.close(6, "");
            assertThat(pair.there.closeReason()).isEmpty();
            assertThat(pair.there.state()).isEqualTo(ConnectionState.CLOSING);

            pair.here.send(new byte[] {1});
            assertThat(pair.there.receive()).containsExactly(1);

            assertThat(pair.here.receive()).hasSize(100_000);
            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.Peer(6, ""));
            assertThat(pair.here.state()).isEqualTo(ConnectionState.CLOSED);
        }
    }

    @Test
    void abortEndsACloseThatWaits() throws Exception {
        QuantumConfig tight = QuantumConfig.builder().streamWindowBytes(1 << 12).build();
        try (SocketPair pair = SocketPair.open(tight, QuantumConfig.defaults())) {
            pair.there.send(new byte[100_000]);
            pair.there.close(6, "patient");

            pair.there.abort(7, "impatient");

            assertThat(reasonOf(pair.there)).isEqualTo(new CloseReason.Local(7, "impatient"));
            assertThat(reasonOf(pair.here)).isEqualTo(new CloseReason.Peer(7, "impatient"));
        }
    }

    @Test
    void closeEndsCallsThatWaitForRoom() throws Exception {
        QuantumConfig tight = QuantumConfig.builder()
                .streamWindowBytes(1 << 12)
                .sendBufferBytes(1 << 12)
                .build();
        try (SocketPair pair = SocketPair.open(tight, tight)) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Void> writing = inThread(() -> {
                QuantumStream stream = pair.there.openStream();
                begun.countDown();
                stream.write(new byte[100_000]);
                return null;
            });
            begun.await();

            pair.there.close(9, "");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(writing))
                    .withCauseInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void bothEndsMayCloseAtOnce() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.there.send(new byte[10_000]);
            pair.here.send(new byte[10_000]);
            pair.there.close(1, "client");
            pair.here.close(2, "server");

            assertThat(reasonOf(pair.there))
                    .isIn(new CloseReason.Local(1, "client"), new CloseReason.Peer(2, "server"));
            assertThat(reasonOf(pair.here)).isIn(new CloseReason.Local(2, "server"), new CloseReason.Peer(1, "client"));
        }
    }

    @Test
    void endpointThatClosesInGoodOrderDeliversEverything() throws Exception {
        try (QuantumEndpoint server = SocketPair.plaintext().listen()) {
            QuantumEndpoint client = SocketPair.plaintext().open();
            for (int i = 0; i < 3; i++) {
                client.connect(server.localAddress()).send(new byte[200_000]);
            }

            assertThat(client.close(Duration.ofSeconds(30))).isTrue();

            for (int i = 0; i < 3; i++) {
                QuantumConnection here = server.accept();
                assertThat(here.receive()).hasSize(200_000);
                assertThat(reasonOf(here)).isEqualTo(new CloseReason.Peer(0, ""));
            }
        }
    }

    @Test
    void endpointThatClosesInGoodOrderTakesNoConnectionsAndDoesNotWaitForEver() throws Exception {
        QuantumConfig tight = QuantumConfig.builder().streamWindowBytes(1 << 12).build();
        try (SocketPair pair = SocketPair.open(tight, QuantumConfig.defaults())) {
            pair.there.send(new byte[100_000]); // which nobody reads
            CompletableFuture<CloseReason> closed = new CompletableFuture<>();
            pair.there.onClose(closed::complete);

            assertThat(pair.client.close(Duration.ofMillis(100))).isFalse();

            assertThatIllegalStateException().isThrownBy(() -> pair.client.connect(pair.server.localAddress()));
            assertThat(get(closed)).isEqualTo(new CloseReason.Local(0, "endpoint closed"));
        }
    }
}
