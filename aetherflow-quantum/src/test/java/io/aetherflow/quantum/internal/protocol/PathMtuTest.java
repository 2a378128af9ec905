// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CongestionControl;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.stream.Stream;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets grow from 1,200 to 1,452 bytes where the path carries them, and shrink when it does no longer. */
class PathMtuTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LARGEST = 1_452;
    private static final int TEN_MEGABYTES = 10_000_000;

    private static World world(LinkConfig link, QuantumConfig config) {
        return new World(1, link, config);
    }

    private static World world(LinkConfig link) {
        return world(link, QuantumConfig.defaults());
    }

    private static void awaitSize(World world, int size) {
        world.network().run(() -> world.client().packetSize() == size, LIMIT);
    }

    @Test
    void packetsGrowAtOnceOnAPathThatCarriesTheLargest() {
        World world = world(LinkConfig.DEFAULT);

        awaitSize(world, LARGEST);

        assertThat(world.network().elapsed()).isLessThan(Duration.ofMillis(200));
        assertThat(world.client().recovery().stats().sizeProbesLost()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_200, 1_280, 1_350, 1_440, 1_451, 1_452})
    void searchComesCloseToWhatThePathCarries(int path) {
        World world = world(LinkConfig.DEFAULT.withMaxBytes(path));

        world.network().run(Duration.ofSeconds(60));

        assertThat(world.client().packetSize()).isBetween(path - 16, path);
        assertThat(world.client().recovery().stats().sizeProbesLost()).isLessThanOrEqualTo(15);
    }

    @ParameterizedTest
    @EnumSource
    void lostProbesAreNoCongestion(CongestionControl control) {
        QuantumConfig config =
                QuantumConfig.builder().congestionControl(control).build();
        World searching = world(LinkConfig.DEFAULT.withMaxBytes(1_280), config);
        searching.network().run(searching::isEstablished, LIMIT);
        long window = searching.client().congestion().congestionWindow();

        searching.network().run(() -> searching.client().recovery().stats().sizeProbesLost() == 9, LIMIT);

        assertThat(searching.client().congestion().congestionWindow()).isGreaterThanOrEqualTo(window);
        assertThat(searching.client().recovery().stats().packetsLost()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void flowGoesOnWithinThreeProbeTimeoutsAfterThePathHasShrunk(CongestionControl control) {
        World world = world(
                LinkConfig.DEFAULT,
                QuantumConfig.builder().congestionControl(control).build());
        Transfer transfer = world.transfer(TEN_MEGABYTES);
        world.network().run(() -> transfer.written() > TEN_MEGABYTES / 2, LIMIT);
        assertThat(world.client().packetSize()).isEqualTo(LARGEST);

        world.up().configure(LinkConfig.DEFAULT.withMaxBytes(1_280));
        Duration changed = world.network().elapsed();
        Duration threeTimeouts = Duration.ofNanos(3 * world.client().recovery().probeTimeout());
        awaitSize(world, PathMtu.BASE);

        assertThat(world.network().elapsed().minus(changed)).isLessThan(threeTimeouts);
        awaitSize(world, 1_278);
        world.network().run(transfer::isComplete, LIMIT);
        transfer.assertIntact();
        assertThat(world.client().packetSize()).isEqualTo(1_278);
    }

    @Test
    void thinFlowLosesNothingWhenThePathHasShrunk() {
        World world = world(LinkConfig.DEFAULT);
        awaitSize(world, LARGEST);
        Stream stream = world.client().streams().open(StreamPriority.NORMAL);

        world.up().configure(LinkConfig.DEFAULT.withMaxBytes(1_280));
        for (int i = 0; i < 20; i++) {
            stream.write(new byte[LARGEST], 0, LARGEST);
            world.network().run(() -> stream.unacked() == 0, Duration.ofSeconds(1));
        }

        assertThat(world.client().packetSize()).isEqualTo(1_278);
    }

    @Test
    void pathThatCarriesMoreLaterIsFoundByAnotherSearch() {
        World world = world(LinkConfig.DEFAULT.withMaxBytes(1_280));
        awaitSize(world, 1_278);

        world.up().configure(LinkConfig.DEFAULT);
        world.network().run(Duration.ofMinutes(9));
        assertThat(world.client().packetSize()).isEqualTo(1_278);
        world.network().run(Duration.ofMinutes(2));

        assertThat(world.client().packetSize()).isEqualTo(LARGEST);
    }

    @Test
    void nothingLargerIsProbedThanThePeerTakes() {
        PathMtu mtu = new PathMtu(LARGEST);
        assertThat(mtu.probeDue(0)).as("before the handshake is confirmed").isZero();

        mtu.peerTakes(1_300);
        mtu.begin();

        assertThat(mtu.probeDue(0)).isEqualTo(1_300);
    }

    @Test
    void anotherPathBeginsAnew() {
        World world = world(LinkConfig.DEFAULT);
        awaitSize(world, LARGEST);

        world.client().mtu().reset();

        assertThat(world.client().packetSize()).isEqualTo(PathMtu.BASE);
        awaitSize(world, LARGEST);
    }

    @Test
    void lossOfAllSizesShrinksNothingForLong() {
        World world = world(LinkConfig.DEFAULT.withLoss(0.1, 4));
        Transfer transfer = world.transfer(1_000_000);

        world.network().run(transfer::isComplete, LIMIT);
        world.network().run(Duration.ofSeconds(5));

        assertThat(world.client().packetSize()).isEqualTo(LARGEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {PathMtu.BASE, PathMtu.BASE + 1, 9_000, LinkConfig.MAX_BYTES})
    void nothingLargerIsSentThanConfigured(int configured) {
        World world = world(
                LinkConfig.DEFAULT.withRate(1_000_000_000, 1_000),
                QuantumConfig.builder().maxPacketBytes(configured).build());
        AtomicInteger largest = new AtomicInteger();
        world.up().filter(packet -> largest.accumulateAndGet(packet.length, Math::max) > 0);
        Transfer transfer = world.transfer(10_000_000);

        world.network().run(transfer::isComplete, LIMIT);

        transfer.assertIntact();
        assertThat(largest).hasValue(configured);
    }
}
