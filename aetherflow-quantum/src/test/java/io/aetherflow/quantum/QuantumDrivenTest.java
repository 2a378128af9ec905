// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static io.aetherflow.quantum.SocketPair.get;
import static io.aetherflow.quantum.SocketPair.inThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Endpoints without a thread, which their host drives. */
@Timeout(60)
class QuantumDrivenTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void oneThreadDrivesBothEnds() throws Exception {
        try (QuantumEndpoint server = SocketPair.plaintext().driven().listen();
                QuantumEndpoint client = SocketPair.plaintext().driven().open()) {
            List<Thread> threads = new ArrayList<>();
            List<Integer> echoed = new ArrayList<>();
            server.onConnection(here -> here.onMessage(here::trySend));
            client.connectAsync(server.localAddress()).thenAccept(there -> {
                there.onMessage(message -> {
                    threads.add(Thread.currentThread());
                    echoed.add(message.length);
                });
                there.trySend(new byte[1]);
                there.trySend(new byte[100_000]);
            });

            while (echoed.size() < 2) {
                server.runOnce(SHORT);
                client.runOnce(SHORT);
            }

            assertThat(echoed).containsExactly(1, 100_000);
            assertThat(threads).containsOnly(Thread.currentThread());
        }
    }

    @Test
    void otherThreadsMayWaitWhileTheHostDrives() throws Exception {
        try (QuantumEndpoint server = SocketPair.plaintext().listen();
                QuantumEndpoint client = SocketPair.plaintext().driven().open()) {
            CompletableFuture<QuantumConnection> connecting = inThread(() -> client.connect(server.localAddress()));
            while (!connecting.isDone()) {
                assertThat(client.runOnce(Duration.ofSeconds(1))).isTrue();
            }

            QuantumConnection there = connecting.get();
            assertThatIllegalStateException().isThrownBy(there::receive).withMessageContaining("own thread");
            assertThatIllegalStateException().isThrownBy(() -> client.connect(server.localAddress()));
        }
    }

    @Test
    void closedEndpointEndsTheLoopAndTellsThePeer() throws Exception {
        try (QuantumEndpoint server = SocketPair.plaintext().listen()) {
            QuantumEndpoint client = SocketPair.plaintext().driven().open();
            CompletableFuture<QuantumConnection> connecting = client.connectAsync(server.localAddress());
            CompletableFuture<CloseReason> closed = new CompletableFuture<>();
            server.onConnection(here -> here.onClose(closed::complete));
            connecting.thenAccept(there -> client.close()); // within runOnce

            int rounds = 0;
            while (client.runOnce(Duration.ofSeconds(1))) {
                rounds++;
            }

            assertThat(rounds).isPositive();
            assertThat(client.runOnce(Duration.ofSeconds(1))).isFalse();
            assertThat(get(closed)).isEqualTo(new CloseReason.Peer(0, "endpoint closed"));
        }
    }

    @Test
    void closeByAnotherThreadEndsAWaitOfTheHost() throws Exception {
        QuantumEndpoint client = SocketPair.plaintext().driven().open();
        CompletableFuture<Integer> loop = inThread(() -> {
            int rounds = 1;
            while (client.runOnce(Duration.ofDays(1))) {
                rounds++;
            }
            return rounds;
        });

        client.close();

        assertThat(get(loop)).isPositive();
        assertThatIllegalStateException().isThrownBy(() -> client.connectAsync(SocketPair.loopback(9)));
    }

    @Test
    void endpointWithItsOwnThreadIsNotDrivenByOthers() throws Exception {
        try (QuantumEndpoint own = SocketPair.plaintext().open()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> own.runOnce(SHORT))
                    .withMessageContaining("thread of its own");
        }
    }
}
