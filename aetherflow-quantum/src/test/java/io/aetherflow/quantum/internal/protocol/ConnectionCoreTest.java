// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.stream.Stream;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionCoreTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void connectionIsEstablishedInOneRoundTripForTheClient() {
        World world = new World(1, LinkConfig.DEFAULT);

        world.network().run(() -> world.client().state() == ConnectionCore.State.ESTABLISHED, LIMIT);

        assertThat(world.network().elapsed()).isBetween(Duration.ofMillis(30), Duration.ofMillis(40));
        world.network().run(world::isEstablished, LIMIT);
        assertThat(world.server().id()).isEqualTo(world.client().id());
    }

    @Test
    void bytesOfAStreamArriveInOrder() {
        World world = new World(2, LinkConfig.DEFAULT);
        Transfer transfer = world.transfer(100_000);

        world.network().run(transfer::isComplete, LIMIT);

        transfer.assertIntact();
    }

    @Test
    void silentConnectionIsOverAfterItsIdleTimeout() {
        QuantumConfig config = QuantumConfig.builder()
                .idleTimeout(Duration.ofSeconds(5))
                .keepAlive(Duration.ZERO)
                .build();
        World world = new World(4, LinkConfig.DEFAULT, config);

        world.network().run(() -> world.client().closeReason() != null, LIMIT);

        assertThat(world.client().closeReason()).isEqualTo(new CloseReason.IdleTimeout());
        assertThat(world.network().elapsed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void keepAliveKeepsASilentConnection() {
        QuantumConfig config = QuantumConfig.builder()
                .idleTimeout(Duration.ofSeconds(5))
                .keepAlive(Duration.ofSeconds(2))
                .build();
        World world = new World(5, LinkConfig.DEFAULT, config);

        world.network().run(Duration.ofHours(1));

        assertThat(world.isEstablished()).isTrue();
    }

    @Test
    void closeTellsThePeerCodeAndText() {
        World world = new World(6, LinkConfig.DEFAULT);
        world.network().run(world::isEstablished, LIMIT);

        world.client().closeNow(world.network().now(), 7, "enough");
        world.network().run(() -> world.server().closeReason() != null, LIMIT);

        assertThat(world.client().closeReason()).isEqualTo(new CloseReason.Local(7, "enough"));
        assertThat(world.server().closeReason()).isEqualTo(new CloseReason.Peer(7, "enough"));
        world.network()
                .run(
                        () -> world.client().state() == ConnectionCore.State.CLOSED
                                && world.server().state() == ConnectionCore.State.CLOSED,
                        LIMIT);
    }

    @Test
    void gracefulCloseDeliversWhatWasWritten() {
        World world = new World(7, LinkConfig.DEFAULT.withLoss(0.05, 1));
        Transfer transfer = world.transfer(300_000);
        world.network().run(() -> transfer.written() == 300_000, LIMIT);

        world.client().closeGracefully(0, "");
        world.network().run(() -> world.server().closeReason() != null, LIMIT);

        transfer.assertIntact();
    }

    @Test
    void serverThatIsNotThereIsAHandshakeFailure() {
        World world = new World(8, LinkConfig.DEFAULT.withLoss(1, 1));

        world.network().run(() -> world.client().closeReason() != null, LIMIT);

        assertThat(world.client().closeReason()).isInstanceOf(CloseReason.HandshakeFailure.class);
    }

    @Test
    void streamsOfBothSidesAreIndependent() {
        World world = new World(9, LinkConfig.DEFAULT);
        world.network().run(world::isEstablished, LIMIT);

        Stream mine = world.client().streams().open(StreamPriority.NORMAL);
        Stream theirs = world.server().streams().open(StreamPriority.NORMAL);

        assertThat(mine.id()).isEqualTo(2);
        assertThat(theirs.id()).isEqualTo(1);
    }
}
