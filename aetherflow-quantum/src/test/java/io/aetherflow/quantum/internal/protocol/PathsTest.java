// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("10.9.9.9", 666);
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress(World.CLIENT.getAddress(), 50_000);
    private static final InetSocketAddress OTHER_HOST = new InetSocketAddress("10.0.0.9", 40_000);

    private static World connected(LinkConfig link) {
        World world = new World(1, link);
        world.network().run(world::isEstablished, LIMIT);
        world.network().run(Duration.ofSeconds(5));
        return world;
    }

    private static void ping(World world) {
        world.client().pingDue();
        world.network().run(SECOND);
    }

    private static AtomicInteger countTo(World world, InetSocketAddress to) {
        AtomicInteger count = new AtomicInteger();
        world.network().watch((from, there, packet) -> count.addAndGet(there.equals(to) ? 1 : 0));
        return count;
    }

    @Test
    void oldPacketFromAnotherAddressIsNoReasonToAskThere() {
        World world = connected(LinkConfig.DEFAULT);
        List<byte[]> held = new ArrayList<>();
        world.up().filter(packet -> held.size() > 0 || !held.add(packet.clone()));
        ping(world);
        ping(world);
        AtomicInteger asked = countTo(world, STRANGER);

        world.network().inject(STRANGER, World.SERVER, held.get(0));
        world.network().run(SECOND);

        assertThat(asked).hasValue(0);
        assertThat(world.server().remote()).isEqualTo(World.CLIENT);
    }

    @Test
    void addressThatDoesNotAnswerIsGivenUpAndCostsNoConnectionId() {
        World world = connected(LinkConfig.DEFAULT);
        world.network().link(World.SERVER, STRANGER).configure(LinkConfig.DEFAULT.withLoss(1, 1));
        AtomicInteger asked = countTo(world, STRANGER);
        world.up().filter(packet -> {
            world.network().inject(STRANGER, World.SERVER, packet);
            return false;
        });

        ping(world);
        world.up().filter(packet -> true);
        world.network().run(Duration.ofSeconds(20));

        assertThat(asked.get()).isBetween(1, 10);
        assertThat(world.server().remote()).isEqualTo(World.CLIENT);
        assertThat(world.server().paths().find(STRANGER)).isNull();
        assertThat(world.server().remoteIds().nextRetirement()).isEqualTo(-1);
        assertThat(world.server().remoteIds().first().isRetired()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void challengesThatAreLostAreRepeated(long seed) {
        World world = new World(seed, LinkConfig.DEFAULT.withLoss(0.2, 1));
        world.network().run(world::isEstablished, LIMIT);
        Transfer transfer = world.transfer(1_000_000);
        world.network().run(Duration.ofMillis(100));
        world.rebind(OTHER_HOST);

        world.network().run(transfer::isComplete, LIMIT);

        transfer.assertIntact();
        assertThat(world.server().remote()).isEqualTo(OTHER_HOST);
    }

    @Test
    void anotherPortLeavesRoundTripAndCongestionControlAsTheyAre() {
        World world = connected(LinkConfig.DEFAULT);
        Object congestion = world.server().congestion();
        long minRtt = world.server().recovery().rtt().min();

        world.rebind(OTHER_PORT);
        ping(world);

        assertThat(world.server().remote()).isEqualTo(OTHER_PORT);
        assertThat(world.server().congestion()).isSameAs(congestion);
        assertThat(world.server().recovery().rtt().min()).isEqualTo(minRtt);
    }

    @Test
    void anotherHostBeginsRoundTripCongestionControlAndPacketSizeAnew() {
        World world = connected(LinkConfig.DEFAULT);
        Object congestion = world.server().congestion();
        assertThat(world.server().packetSize()).isGreaterThan(PathMtu.BASE);

        world.rebind(OTHER_HOST);
        world.client().pingDue();
        world.network().run(() -> world.server().remote().equals(OTHER_HOST), SECOND);

        assertThat(world.server().congestion()).isNotSameAs(congestion);
        assertThat(world.server().recovery().rtt().latest()).isZero();
        assertThat(world.server().packetSize()).isEqualTo(PathMtu.BASE);
    }

    @Test
    void clientThatMovesTellsThePeerAtOnce() {
        World world = connected(LinkConfig.DEFAULT);

        world.rebind(OTHER_HOST);
        world.client().migrate(world.network().now(), false);
        world.network().run(() -> world.server().remote().equals(OTHER_HOST), Duration.ofMillis(100));
        world.network().run(Duration.ofSeconds(10));

        assertThat(world.client().remoteIds().first().isRetired()).isTrue();
        assertThat(world.server().remoteIds().first().isRetired()).isTrue();
    }

    @Test
    void packetsForAClientFromAnotherAddressAreDropped() {
        World world = connected(LinkConfig.DEFAULT);
        world.down().filter(packet -> {
            world.network().inject(STRANGER, World.CLIENT, packet);
            return false;
        });
        AtomicInteger toStranger = countTo(world, STRANGER);

        ping(world);

        assertThat(world.client().remote()).isEqualTo(World.SERVER);
        assertThat(toStranger).hasValue(0);
    }

    @Test
    void floodOfChallengesIsAnsweredByAFewPackets() {
        World world = connected(LinkConfig.DEFAULT);
        AtomicInteger answers = countTo(world, World.CLIENT);

        world.server().paths().arrives(World.CLIENT, 0, PathMtu.BASE);
        for (int i = 0; i < 10_000; i++) {
            world.server().paths().onChallenge(i);
        }
        world.network().run(Duration.ofMillis(10));

        assertThat(answers).hasValue(Paths.MAX_ANSWERS);
    }

    @Test
    void answerIsNoLargerThanWhatItAnswers() {
        World world = connected(LinkConfig.DEFAULT);
        AtomicInteger size = new AtomicInteger();
        world.network().watch((from, to, packet) -> size.set(packet.length));

        world.server().paths().arrives(World.CLIENT, 0, 100);
        world.server().paths().onChallenge(1);
        world.network().run(Duration.ofMillis(10));

        assertThat(size).hasValue(100);
    }
}
