// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets, without TLS. */
@Timeout(60)
class QuantumEndpointTest {
    private QuantumEndpoint server;
    private QuantumEndpoint client;

    @BeforeEach
    void open() throws Exception {
        server = SocketPair.plaintext().listen();
        client = SocketPair.plaintext().open();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void bothEndsKnowTheConnectionByOneId() throws Exception {
        QuantumConnection there = client.connect(server.localAddress());
        QuantumConnection here = server.accept();

        assertThat(here.id()).isEqualTo(there.id());
        assertThat(here.id().version()).isEqualTo(7);
        assertThat(here.remoteAddress()).isEqualTo(client.localAddress());
    }

    @Test
    void streamCarriesTenMegabytesBothWays() throws Exception {
        byte[] bytes = new byte[10_000_000];
        new Random(1).nextBytes(bytes);
        QuantumConnection there = client.connect(server.localAddress());
        CompletableFuture<byte[]> echoed = SocketPair.inThread(() -> {
            QuantumStream stream = server.accept().acceptStream();
            byte[] read = readAll(stream);
            stream.write(read);
            stream.finish();
            return read;
        });

        QuantumStream stream = there.openStream();
        CompletableFuture<byte[]> back = SocketPair.inThread(() -> readAll(stream));
        stream.write(bytes);
        stream.finish();

        assertThat(SocketPair.get(echoed)).isEqualTo(bytes);
        assertThat(SocketPair.get(back)).isEqualTo(bytes);
    }

    private static byte[] readAll(QuantumStream stream) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 << 10];
        for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
            all.write(buffer, 0, n);
        }
        return all.toByteArray();
    }

    @Test
    void messagesArriveWholeAndInOrder() throws Exception {
        QuantumConnection there = client.connect(server.localAddress());
        CompletableFuture<Integer> received = SocketPair.inThread(() -> {
            QuantumConnection here = server.accept();
            for (int i = 0; i < 1_000; i++) {
                byte[] message = here.receive();
                if (message.length != i * 37 % 5_000 || (message.length > 0 && message[0] != (byte) i)) {
                    return i;
                }
            }
            return 1_000;
        });

        for (int i = 0; i < 1_000; i++) {
            byte[] message = new byte[i * 37 % 5_000];
            Arrays.fill(message, (byte) i);
            there.send(message);
        }

        assertThat(SocketPair.get(received)).isEqualTo(1_000);
    }

    @Test
    void closeDeliversWhatWasWrittenAndItsReason() throws Exception {
        QuantumConnection there = client.connect(server.localAddress());
        there.send(new byte[100_000]);
        there.close(9, "done");
        QuantumConnection here = server.accept();

        assertThat(here.receive()).hasSize(100_000);
        assertThatExceptionOfType(ConnectionClosedException.class)
                .isThrownBy(here::receive)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(new CloseReason.Peer(9, "done")));
        assertThat(there.closeReason()).contains(new CloseReason.Local(9, "done"));
    }

    @Test
    void closedEndpointEndsItsConnectionsOnBothEnds() throws Exception {
        QuantumConnection there = client.connect(server.localAddress());
        QuantumConnection here = server.accept();
        CompletableFuture<byte[]> waiting = SocketPair.inThread(here::receive);

        client.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> SocketPair.get(waiting))
                .withCauseInstanceOf(ConnectionClosedException.class);
        assertThat(there.closeReason()).contains(new CloseReason.Local(0, "endpoint closed"));
        assertThatIllegalStateException().isThrownBy(() -> client.connect(server.localAddress()));
    }

    @Test
    void connectingToNobodyFailsWithinTheHandshakeTimeout() throws Exception {
        InetSocketAddress nobody = SocketPair.nobody();
        QuantumConfig quick =
                QuantumConfig.builder().handshakeTimeout(Duration.ofMillis(300)).build();
        try (QuantumEndpoint impatient = SocketPair.plaintext().config(quick).open()) {
            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(() -> impatient.connect(nobody))
                    .withMessageContaining("handshake");
        }
    }

    @Test
    void messageLongerThanAllowedClosesTheConnectionWithTheReason() throws Exception {
        QuantumConfig modest = QuantumConfig.builder().maxMessageBytes(1_000).build();
        try (QuantumEndpoint strict = SocketPair.plaintext().config(modest).listen()) {
            QuantumConnection there = client.connect(strict.localAddress());
            there.send(new byte[1_001]);

            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(() -> strict.accept().receive())
                    .withMessageContaining("1000");
            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(there::receive)
                    .withMessageContaining("1000");
        }
    }

    @Test
    void waitingCallsEndWhenTheirThreadIsInterrupted() throws Exception {
        QuantumConnection there = client.connect(server.localAddress());
        Thread thread = new Thread(() -> {
            try {
                there.receive();
            } catch (InterruptedException e) {
                there.abort(5, "interrupted");
            }
        });
        thread.start();

        thread.interrupt();
        thread.join(30_000);

        assertThat(there.closeReason()).contains(new CloseReason.Local(5, "interrupted"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 62, Long.MIN_VALUE})
    void codesThatCannotBeSentAreRefusedWhereTheyAreGiven(long code) throws Exception {
        QuantumConnection there = client.connect(server.localAddress());
        QuantumStream stream = there.openStream();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> there.close(code, ""),
                () -> there.abort(code, ""),
                () -> stream.reset(code),
                () -> stream.stopReading(code))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(call)
                    .withMessage("code is " + code + ", allowed are 0 to 4611686018427387903");
        }

        there.send(new byte[] {1});
        assertThat(server.accept().receive()).containsExactly(1);
    }

    @Test
    void securityMustBeChosen() {
        assertThatIllegalStateException()
                .isThrownBy(() -> QuantumEndpoint.builder().listen())
                .withMessageContaining("security");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_200, 1_452, 9_000})
    void packetsGrowToTheConfiguredSize(int bytes) throws Exception {
        QuantumConfig sized = QuantumConfig.builder().maxPacketBytes(bytes).build();
        try (SocketPair pair = SocketPair.open(QuantumConfig.defaults(), sized)) {
            do {
                pair.there.send(new byte[10_000]);
                pair.here.receive();
            } while (pair.there.stats().mtu() < bytes);

            assertThat(pair.there.stats().mtu()).isEqualTo(bytes);
        }
    }
}
