// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readings of connections and endpoints over real sockets. */
@Timeout(60)
class QuantumStatsTest {
    @Test
    void connectionTellsOfBothDirections() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            pair.there.send(new byte[50_000]);
            pair.here.receive();
            pair.there.sendDatagram(new byte[10]);
            pair.here.receiveDatagram();
            pair.here.send(new byte[] {1});
            pair.there.receive();

            ConnectionStats there = pair.there.stats();
            ConnectionStats here = pair.here.stats();

            assertThat(there.bytesSent()).isGreaterThan(50_000);
            assertThat(there.packetsSent()).isGreaterThan(30);
            assertThat(here.bytesReceived()).isBetween(50_000L, there.bytesSent());
            assertThat(here.packetsReceived()).isBetween(30L, there.packetsSent());
            assertThat(there.packetsReceived()).isPositive();
            assertThat(there.datagramsSent()).isOne();
            assertThat(here.datagramsReceived()).isOne();
            assertThat(there.minRtt()).isPositive().isLessThan(Duration.ofSeconds(1));
            assertThat(there.smoothedRtt()).isGreaterThanOrEqualTo(there.minRtt());
            assertThat(there.congestionWindow()).isPositive();
            assertThat(there.congestionPhase()).isNotEmpty();
            assertThat(there.mtu()).isBetween(1_200, 1_452);
        }
    }

    @Test
    void datagramsThatNobodyReadsAreCountedAsDropped() throws Exception {
        QuantumConfig tight =
                QuantumConfig.builder().datagramBufferBytes(1 << 12).build();
        try (SocketPair pair = SocketPair.open(tight, tight)) {
            for (int i = 0; i < 100; i++) {
                pair.there.sendDatagram(new byte[1_000]);
            }
            pair.there.close();
            int read = 0;
            while (isThereAnother(pair.here)) {
                read++;
            }

            assertThat(read).isPositive();
            assertThat(pair.there.stats().datagramsDropped() + pair.here.stats().datagramsDropped())
                    .isPositive();
            assertThat(pair.there.stats().datagramsSent() + pair.there.stats().datagramsDropped())
                    .isEqualTo(100);
            assertThat(pair.here.stats().datagramsReceived())
                    .isEqualTo(read + pair.here.stats().datagramsDropped());
        }
    }

    private static boolean isThereAnother(QuantumConnection connection) throws InterruptedException {
        try {
            connection.receiveDatagram();
            return true;
        } catch (ConnectionClosedException e) {
            return false;
        }
    }

    @Test
    void endpointAddsUpItsConnectionsAndKeepsTheCountsOfThoseThatAreGone() throws Exception {
        QuantumConfig brief =
                QuantumConfig.builder().maxAckDelay(Duration.ofMillis(1)).build(); // closes quickly
        try (QuantumEndpoint server = SocketPair.plaintext().config(brief).listen();
                QuantumEndpoint client =
                        SocketPair.plaintext().config(brief).driven().open()) {
            for (int i = 0; i < 3; i++) {
                client.connectAsync(server.localAddress()).thenAccept(there -> {
                    there.trySend(new byte[10_000]);
                    there.close();
                });
            }
            client.runOnce(Duration.ZERO);
            assertThat(client.stats().connections()).isEqualTo(3);
            assertThat(client.stats().connectionsOpened()).isEqualTo(3);

            EndpointStats before = client.stats();
            while (client.stats().connections() > 0) {
                client.runOnce(Duration.ofMillis(10));
                EndpointStats now = client.stats();
                assertThat(now.packetsSent()).isGreaterThanOrEqualTo(before.packetsSent());
                assertThat(now.bytesReceived()).isGreaterThanOrEqualTo(before.bytesReceived());
                before = now;
            }

            assertThat(before.bytesSent()).isGreaterThan(30_000);
            assertThat(before.meanRtt()).isZero();
            assertThat(before.bytesInFlight()).isZero();
            assertThat(server.stats().connectionsAccepted()).isEqualTo(3);
            assertThat(server.stats().bytesReceived()).isGreaterThan(30_000);
            assertThat(server.stats().halfOpen()).isZero();
        }
    }

    @Test
    void closedEndpointCanStillBeRead() throws Exception {
        SocketPair pair = SocketPair.open();
        pair.there.send(new byte[1_000]);
        pair.here.receive();

        pair.close();

        assertThat(pair.server.stats().bytesReceived()).isGreaterThan(1_000);
        assertThat(pair.there.stats().bytesSent()).isGreaterThan(1_000);
    }
}
