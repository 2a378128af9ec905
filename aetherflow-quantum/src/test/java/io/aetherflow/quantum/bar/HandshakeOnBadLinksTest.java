// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.sim.Link;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimTls;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections are made, and a kilobyte goes over each, though packets of the handshake are late, lost or damaged. With TLS. */
class HandshakeOnBadLinksTest {
    private static final int CONNECTIONS = 50;
    private static final int BYTES = 1_000;
    private static final QuantumConfig PATIENT =
            QuantumConfig.builder().handshakeTimeout(Duration.ofSeconds(60)).build();
    private static final SimTls SHORT_CHAIN = new SimTls(2);
    private static final SimTls LONG_CHAIN = new SimTls(9);

    private static World connect(long seed, LinkConfig link, SimTls tls) {
        World world = new World(seed, link, PATIENT, tls);
        Transfer transfer = world.transfer(BYTES);
        world.network().run(transfer::isComplete, Duration.ofSeconds(60));
        transfer.assertIntact();
        assertThat(world.client().closeReason()).isNull();
        assertThat(world.serverEndpoint().connections()).hasSize(1);
        return world;
    }

    @Test
    void aWayOf750MillisecondsTakesOneRepetitionOfTheFirstPacket() {
        World world = connect(1, LinkConfig.DEFAULT.withDelay(Duration.ofMillis(750)), SHORT_CHAIN);

        // A round trip for the handshake, half of one for the data. The first probe timeout is 999 ms and its probes
        // are two.
        assertThat(world.network().elapsed()).isBetween(Duration.ofMillis(2_250), Duration.ofMillis(2_400));
        assertThat(world.client().recovery().stats().probeTimeouts()).isEqualTo(1);
    }

    @ParameterizedTest(name = "packet {0} to the server")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void anyOneOfTheClientsPacketsMayBeLost(int packet) {
        connectWithout(packet, true);
    }

    @ParameterizedTest(name = "packet {0} to the client")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void anyOneOfTheServersPacketsMayBeLost(int packet) {
        connectWithout(packet, false);
    }

    private static void connectWithout(int packet, boolean toServer) {
        World world = new World(1, LinkConfig.DEFAULT, PATIENT, LONG_CHAIN);
        Link link = toServer ? world.up() : world.down();
        link.filter(bytes -> link.sent() - 1 != packet);
        Transfer transfer = world.transfer(BYTES);
        world.network().run(transfer::isComplete, Duration.ofSeconds(5));
        transfer.assertIntact();
        assertThat(world.client().closeReason()).isNull();
    }

    @Test
    void allConnectWith30PercentLost() {
        for (int i = 0; i < CONNECTIONS; i++) {
            connect(i, LinkConfig.DEFAULT.withLoss(0.3, 1.5), LONG_CHAIN);
        }
    }

    @Test
    void allConnectWith30PercentDamaged() {
        for (int i = 0; i < CONNECTIONS; i++) {
            connect(i, LinkConfig.DEFAULT.withCorruption(0.3), LONG_CHAIN);
        }
    }
}
