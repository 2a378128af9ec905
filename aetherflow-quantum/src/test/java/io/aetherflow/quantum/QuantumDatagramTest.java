// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams over real sockets. */
@Timeout(60)
class QuantumDatagramTest {
    @Test
    void datagramsGoBothWays() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            byte[] largest = new byte[pair.there.maxDatagramBytes()];
            largest[0] = 1;
            pair.there.sendDatagram(largest);
            pair.here.sendDatagram(new byte[0], Duration.ofSeconds(10));

            assertThat(pair.here.receiveDatagram()).isEqualTo(largest);
            assertThat(pair.there.receiveDatagram()).isEmpty();
        }
    }

    @Test
    void datagramThatIsTooLargeIsRefusedWithTheLimit() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            int most = pair.there.maxDatagramBytes();

            assertThat(most).isBetween(1_000, 1_452);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pair.there.sendDatagram(new byte[1_453]))
                    .withMessageContaining("1453");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pair.there.sendDatagram(new byte[1], Duration.ofNanos(-1)))
                    .withMessageContaining("lifetime");
        }
    }

    @Test
    void nothingIsSentToAPeerThatWantsNoDatagrams() throws Exception {
        QuantumConfig deaf = QuantumConfig.builder().datagramBufferBytes(0).build();
        try (SocketPair pair = SocketPair.open(deaf, QuantumConfig.defaults())) {
            assertThat(pair.there.maxDatagramBytes()).isZero();
            assertThat(pair.here.maxDatagramBytes()).isZero();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pair.there.sendDatagram(new byte[0]))
                    .withMessageContaining("wants none");
        }
    }

    @Test
    void datagramsThatArrivedCanBeReadAfterTheClose() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.there.sendDatagram(new byte[] {1});
            pair.there.close(4, "bye");

            assertThat(pair.here.receiveDatagram()).containsExactly(1);
            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(pair.here::receiveDatagram)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(new CloseReason.Peer(4, "bye")));
            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(() -> pair.here.sendDatagram(new byte[1]));
        }
    }

    @Test
    void waitingForADatagramEndsWithTheConnection() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            CompletableFuture<byte[]> waiting = SocketPair.inThread(pair.here::receiveDatagram);

            pair.there.abort(1, "");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> SocketPair.get(waiting))
                    .withCauseInstanceOf(ConnectionClosedException.class);
        }
    }
}
