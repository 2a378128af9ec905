// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.crypto.HandshakeFailure;
import io.aetherflow.quantum.internal.stream.Stream;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimEndpoint;
import io.aetherflow.quantum.sim.SimNetwork;
import io.aetherflow.quantum.sim.SimTls;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void handshakeThatFailsAtTheServerFailsAtBothEndsInOneRoundTrip() {
        World world = new World(10, LinkConfig.DEFAULT, QuantumConfig.defaults(), SimTls.disagreeing());

        world.network().run(() -> world.client().closeReason() != null, LIMIT);

        assertThat(world.network().elapsed()).isLessThan(Duration.ofMillis(40));
        assertThat(world.client().closeReason()).isEqualTo(world.server().closeReason());
        assertThat(world.client().closeReason())
                .isEqualTo(new CloseReason.HandshakeFailure("No matching application layer protocol values"));
    }

    @Test
    void handshakeThatCannotBeginFailsAtOnce() {
        SimNetwork network = new SimNetwork(11, LinkConfig.DEFAULT);
        HandshakeFailure failure = new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, "no protocol");

        ConnectionCore connection = new SimEndpoint(network, World.CLIENT, QuantumConfig.defaults(), null)
                .connect(World.SERVER, StuckHandshakes.failed(World.withoutTls(network.random(), true), failure));

        assertThat(connection.closeReason()).isEqualTo(new CloseReason.HandshakeFailure("no protocol"));
    }

    @ParameterizedTest
    @CsvSource({"0x100, TLS alert 0", "0x146, TLS alert 70", "0x1ff, TLS alert 255"})
    void alertOfThePeerIsAFailedHandshake(int code, String text) {
        assertThat(Closing.ofPeer(code, "")).isEqualTo(new CloseReason.HandshakeFailure(text));
        assertThat(Closing.ofPeer(code, "why")).isEqualTo(new CloseReason.HandshakeFailure("why"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0x200})
    void otherCodeOfThePeerIsAViolation(int code) {
        assertThat(Closing.ofPeer(code, "")).isEqualTo(new CloseReason.ProtocolViolation(false, code, ""));
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
