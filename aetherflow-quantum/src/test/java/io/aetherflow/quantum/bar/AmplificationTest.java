// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.Transmit;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimNode;
import io.aetherflow.quantum.sim.SimTls;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A chain of nine certificates takes more than three times the client's first packet. Until the server knows that the client is where its
 * packets come from, it sends at most three times what has arrived; and though the client's packets 2 to 7 are lost, both go on.
 */
class AmplificationTest {
    private static final int BYTES = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final QuantumConfig PATIENT =
            QuantumConfig.builder().handshakeTimeout(LIMIT).build();
    private static final SimTls LONG_CHAIN = new SimTls(9);

    /** In front of the server: counts what arrives and what leaves until the client has proven its address. */
    private static final class Counter implements SimNode {
        private final World world;
        private long received;
        private long sent;

        Counter(World world) {
            this.world = world;
            world.network().attach(World.SERVER, this);
        }

        private boolean isProven() {
            return !world.serverEndpoint().connections().isEmpty()
                    && world.server().state() == ConnectionCore.State.ESTABLISHED;
        }

        @Override
        public void onDatagram(long now, InetSocketAddress from, byte[] packet) {
            received += packet.length;
            world.serverEndpoint().onDatagram(now, from, packet);
        }

        @Override
        public boolean pollTransmit(long now, Transmit out) {
            boolean sends = world.serverEndpoint().pollTransmit(now, out);
            if (sends && !isProven()) {
                sent += out.length();
                assertThat(sent).isLessThanOrEqualTo(3 * received);
            }
            return sends;
        }

        @Override
        public long nextTimeout(long now) {
            return world.serverEndpoint().nextTimeout(now);
        }

        @Override
        public void onTimeout(long now) {
            world.serverEndpoint().onTimeout(now);
        }
    }

    private static Counter connect(World world) {
        Counter counter = new Counter(world);
        Transfer transfer = world.transfer(BYTES);
        world.network().run(transfer::isComplete, LIMIT);
        transfer.assertIntact();
        assertThat(world.client().closeReason()).isNull();
        return counter;
    }

    @Test
    void serverWaitsForMoreOfTheClientBeforeItSendsAllOfItsChain() {
        Counter counter = connect(new World(1, LinkConfig.DEFAULT, PATIENT, LONG_CHAIN));

        assertThat(counter.sent).isGreaterThan(3 * 1_200);
    }

    @Test
    void handshakeCompletesThoughTheClientsPackets2To7AreLost() {
        World world = new World(1, LinkConfig.DEFAULT, PATIENT, LONG_CHAIN);
        world.up().filter(packet -> world.up().sent() < 2 || world.up().sent() > 7);

        connect(world);

        assertThat(world.up().lost()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void handshakeCompletesOverALossyLink(long seed) {
        connect(new World(seed, LinkConfig.DEFAULT.withLoss(0.3, 1), PATIENT, LONG_CHAIN));
    }
}
