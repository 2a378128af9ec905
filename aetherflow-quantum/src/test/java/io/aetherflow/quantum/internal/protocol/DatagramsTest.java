// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.stream.ChunkPool;
import io.aetherflow.quantum.internal.wire.FrameReader;
import io.aetherflow.quantum.internal.wire.FrameType;
import io.aetherflow.quantum.internal.wire.WireWriter;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int IN_A_BASE_PACKET = 1_168;

    private static World established(LinkConfig link, QuantumConfig config) {
        World world = new World(1, link, config);
        world.network().run(world::isEstablished, LIMIT);
        return world;
    }

    private static List<byte[]> receiveAll(ConnectionCore connection) {
        List<byte[]> all = new ArrayList<>();
        for (byte[] datagram = connection.datagrams().receive();
                datagram != null;
                datagram = connection.datagrams().receive()) {
            all.add(datagram);
        }
        return all;
    }

    @Test
    void datagramsArriveWholeEvenEmptyOnes() {
        World world = established(LinkConfig.DEFAULT, QuantumConfig.defaults());
        byte[] largest = new byte[world.client().datagrams().maxLength()];
        largest[largest.length - 1] = 7;

        world.client().datagrams().send(new byte[0]);
        world.client().datagrams().send(largest);
        world.client().datagrams().send(new byte[] {1, 2});
        world.network().run(() -> world.server().datagrams().received() == 3, LIMIT);

        assertThat(largest).hasSizeGreaterThanOrEqualTo(IN_A_BASE_PACKET);
        assertThat(receiveAll(world.server())).containsExactly(new byte[0], largest, new byte[] {1, 2});
    }

    @Test
    void lostDatagramIsNotSentAgain() {
        World world = established(LinkConfig.DEFAULT.withLoss(0.3, 1), QuantumConfig.defaults());

        for (int i = 0; i < 200; i++) {
            world.client().datagrams().send(new byte[1_000]);
        }
        world.network().run(Duration.ofSeconds(30));

        assertThat(world.client().datagrams().sent()).isEqualTo(200);
        assertThat(world.server().datagrams().received()).isBetween(80L, 190L);
        assertThat(receiveAll(world.server()))
                .hasSize((int) world.server().datagrams().received());
    }

    @Test
    void datagramThatCannotLeaveBeforeItsDeadlineIsDroppedAndCounted() {
        World world = established(LinkConfig.DEFAULT, QuantumConfig.defaults());
        long soon = world.network().now() + Duration.ofMillis(20).toNanos();

        for (int i = 0; i < 200; i++) {
            world.client().datagrams().send(new byte[1_000], soon);
        }
        world.network().run(Duration.ofSeconds(5));

        long sent = world.client().datagrams().sent();
        assertThat(sent).isBetween(10L, 150L);
        assertThat(world.client().datagrams().unsent()).isEqualTo(200 - sent);
        assertThat(world.server().datagrams().received()).isEqualTo(sent);
    }

    @Test
    void oldestGoWhenTooManyWaitToBeSentOrRead() {
        QuantumConfig tight =
                QuantumConfig.builder().datagramBufferBytes(1 << 14).build();
        World world = established(LinkConfig.DEFAULT, tight);

        for (int i = 0; i < 100; i++) {
            world.client().datagrams().send(new byte[] {(byte) i});
            world.client().datagrams().send(new byte[1_000]);
        }
        world.network().run(() -> !world.client().datagrams().isWaiting(), LIMIT);
        assertThat(world.client().datagrams().unsent()).isEqualTo(168);

        for (int i = 0; i < 1_100; i++) {
            world.client().datagrams().send(new byte[] {1});
            world.network().run(Duration.ofMillis(1));
        }
        world.network().run(Duration.ofSeconds(1));
        assertThat(receiveAll(world.server())).hasSize(Datagrams.MAX_WAITING);
        assertThat(world.server().datagrams().unread()).isEqualTo(32 + 1_100 - Datagrams.MAX_WAITING);
    }

    @Test
    void datagramsWaitForTheCongestionWindow() {
        World world = established(LinkConfig.DEFAULT, QuantumConfig.defaults());
        for (int i = 0; i < 200; i++) {
            world.client().datagrams().send(new byte[1_000]);
        }

        world.network().run(Duration.ofMillis(25));

        assertThat(world.client().recovery().inFlight())
                .isPositive()
                .isLessThanOrEqualTo(world.client().congestion().congestionWindow());
        assertThat(world.client().datagrams().isWaiting()).isTrue();
    }

    @Test
    void datagramsLeaveBeforeTheDataOfStreams() {
        World world = established(LinkConfig.DEFAULT, QuantumConfig.defaults());
        Transfer transfer = world.transfer(2_000_000);
        world.network().run(() -> transfer.written() > 500_000, LIMIT);
        Duration before = world.network().elapsed();

        world.client().datagrams().send(new byte[1_000]);
        world.network().run(() -> world.server().datagrams().received() == 1, LIMIT);

        assertThat(world.network().elapsed().minus(before)).isLessThan(Duration.ofMillis(60)); // the path and its queue
        world.network().run(transfer::isComplete, LIMIT);
        transfer.assertIntact();
    }

    @Test
    void gracefulCloseSendsWhatWaits() {
        World world = established(LinkConfig.DEFAULT, QuantumConfig.defaults());
        for (int i = 0; i < 30; i++) {
            world.client().datagrams().send(new byte[1_000]);
        }

        world.client().closeGracefully(3, "bye");
        world.network().run(() -> world.server().closeReason() != null, LIMIT);

        assertThat(receiveAll(world.server())).hasSize(30);
    }

    @Test
    void endThatWantsNoDatagramsNeitherSendsNorTakesThem() {
        World world = established(
                LinkConfig.DEFAULT,
                QuantumConfig.builder().datagramBufferBytes(0).build());
        assertThat(world.client().datagrams().areAgreedOn()).isFalse();
        assertThat(world.client().datagrams().maxLength()).isZero();

        world.client().datagrams().peerMaxFrame(Datagrams.MAX_FRAME);
        assertThat(world.client().datagrams().areAgreedOn()).isFalse();
        assertThat(world.server().datagrams().onDatagram(new byte[5], 0, 5)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 64, 65, 66, 67, 68, 100, 1_171, 1_172, 65_535})
    void largestDatagramFitsIntoWhatThePeerTakesAndIntoAPacket(int peerMaxFrame) {
        Datagrams datagrams = new Datagrams(new ChunkPool(4), 10_000, 1_200);
        datagrams.peerMaxFrame(peerMaxFrame);
        byte[] buffer = new byte[1_171];
        WireWriter out = new WireWriter().wrap(buffer, 0, buffer.length);

        datagrams.send(new byte[datagrams.maxLength()]);

        assertThat(datagrams.write(out, buffer)).isTrue();
        assertThat(out.position()).isLessThanOrEqualTo(Math.max(2, peerMaxFrame));
        FrameReader reader = new FrameReader();
        reader.wrap(buffer, 0, out.position());
        assertThat(reader.next()).isEqualTo(FrameType.DATAGRAM);
        assertThat(reader.dataLength()).isEqualTo(datagrams.maxLength());
    }

    @Test
    void largestDatagramGrowsWithThePath() {
        World world = established(LinkConfig.DEFAULT, QuantumConfig.defaults());
        int atFirst = world.client().datagrams().maxLength();

        Transfer transfer = world.transfer(200_000);
        world.network().run(transfer::isComplete, LIMIT);
        int later = world.client().datagrams().maxLength();
        world.client().datagrams().send(new byte[later]);
        world.network().run(() -> world.server().datagrams().received() == 1, LIMIT);

        assertThat(atFirst).isEqualTo(IN_A_BASE_PACKET);
        assertThat(later).isEqualTo(IN_A_BASE_PACKET + 1_452 - 1_200);
        assertThat(world.server().datagrams().receive()).hasSize(later);
    }

    @Test
    void datagramThatHasBecomeTooLargeForThePathIsDropped() {
        Datagrams datagrams = new Datagrams(new ChunkPool(4), 10_000, 1_452);
        datagrams.peerMaxFrame(Datagrams.MAX_FRAME);
        datagrams.send(new byte[1_400]);
        datagrams.send(new byte[IN_A_BASE_PACKET]);

        datagrams.prepare(0, 1_200);

        assertThat(datagrams.unsent()).isEqualTo(1);
        assertThat(datagrams.isWaiting()).isTrue();
    }
}
