// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CongestionControl;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.recovery.LossRecovery;
import io.aetherflow.quantum.internal.recovery.RecoveryStats;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimQlog;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** One client, one server, a link in each direction, what is sent, and outages: all from a seed. */
final class RandomRun {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration MAX_INTERVAL = Duration.ofMillis(200);
    private static final int MAX_BYTES = 200_000;
    private static final int MAX_STREAMS = 20;

    private final RandomGenerator random;
    private final World world;
    private final boolean keepsAlive;
    private final List<Transfer> transfers = new ArrayList<>();

    RandomRun(long seed) {
        random = new Random(seed);
        QuantumConfig config = QuantumConfig.builder()
                .handshakeTimeout(LONG)
                .idleTimeout(LONG)
                .keepAlive(random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(random.nextInt(1, 20)))
                .maxStreams(random.nextInt(1, 30))
                .connectionWindowBytes(1 << random.nextInt(14, 23))
                .streamWindowBytes(1 << random.nextInt(13, 21))
                .sendBufferBytes(1 << random.nextInt(13, 21))
                .maxAckDelay(Duration.ofMillis(random.nextInt(1, 100)))
                .congestionControl(CongestionControl.values()[random.nextInt(3)])
                .build();
        keepsAlive = !config.keepAlive().isZero();
        world = new World(seed, LinkConfig.DEFAULT, config, random.nextLong());
        world.up().configure(link());
        world.down().configure(link());
        transfers.add(withPattern(true, world.transfer(sizes())));
        if (random.nextInt(4) == 0) {
            transfers.add(withPattern(false, world.transferBack(sizes())));
        }
        new Silence();
    }

    private LinkConfig link() {
        return LinkConfig.DEFAULT
                .withDelay(Duration.ofMillis(random.nextInt(1, 500)))
                .withJitter(Duration.ofMillis(random.nextInt(0, 50)))
                .withRate(64_000L << random.nextInt(0, 15), random.nextInt(5, 200))
                .withLoss(random.nextDouble(0.2), random.nextInt(1, 4))
                .withDuplication(random.nextDouble(0.1))
                .withReordering(random.nextDouble(0.3), Duration.ofMillis(random.nextInt(1, 300)))
                .withCorruption(random.nextDouble(0.02))
                .withMaxBytes(mtu());
    }

    private int mtu() {
        return random.nextInt(1_200, 1_500);
    }

    private int[] sizes() {
        int streams = random.nextInt(3) == 0 ? random.nextInt(1, MAX_STREAMS) : 1;
        return random.ints(streams, 0, MAX_BYTES / streams).toArray();
    }

    /** All at once, or in pieces over some time. */
    private Transfer withPattern(boolean fromClient, Transfer transfer) {
        return random.nextInt(3) > 0
                ? transfer
                : transfer.inPieces(
                        world.network(),
                        fromClient ? world.clientEndpoint() : world.serverEndpoint(),
                        random.nextInt(100, 20_000),
                        Duration.ofMillis(random.nextLong(1, MAX_INTERVAL.toMillis())));
    }

    private void planOutages() {
        for (int outages = random.nextInt(4) - 1; outages > 0; outages--) {
            boolean up = random.nextInt(4) > 0;
            boolean down = random.nextInt(4) > 0;
            Duration from = Duration.ofMillis(random.nextInt(10_000));
            world.network().after(from, () -> {
                world.up().setUp(!up);
                world.down().setUp(!down);
            });
            world.network().after(from.plusMillis(random.nextInt(3_000)), () -> {
                world.up().setUp(true);
                world.down().setUp(true);
            });
        }
    }

    private void planChangeOfMtu() {
        LinkConfig changed = world.up().config().withMaxBytes(mtu());
        world.network()
                .after(
                        Duration.ofMillis(random.nextInt(20_000)),
                        () -> world.up().configure(changed));
    }

    /** Writes both ends down. */
    RandomRun record(SimQlog qlog) {
        qlog.record(world);
        return this;
    }

    private void planMoves() {
        for (int moves = random.nextInt(8) - 4; moves > 0; moves--) {
            InetSocketAddress to = random.nextBoolean()
                    ? new InetSocketAddress(World.CLIENT.getAddress(), 50_000 + moves)
                    : new InetSocketAddress("10.1.0." + moves, World.CLIENT.getPort());
            boolean onPurpose = !keepsAlive || random.nextBoolean();
            world.network().after(Duration.ofMillis(random.nextInt(20_000)), () -> move(to, onPurpose));
        }
    }

    /** On purpose, or by a NAT, which only a client finds out that sends something now and then. Not in the handshake. */
    private void move(InetSocketAddress to, boolean onPurpose) {
        if (!world.isEstablished()) {
            return;
        }
        boolean sameHost = world.clientAddress().getAddress().equals(to.getAddress());
        world.rebind(to);
        if (onPurpose) {
            world.client().migrate(world.network().now(), sameHost);
        }
    }

    void run() {
        planOutages();
        planChangeOfMtu();
        planMoves();
        world.network().run(() -> transfers.stream().allMatch(Transfer::isComplete), LIMIT);

        transfers.forEach(Transfer::assertIntact);
        assertThat(world.client().closeReason()).isNull();
        assertThat(world.server().closeReason()).isNull();
    }

    /** How long nobody sends anything: never much longer than the probe timeout, which doubles while nothing is heard. */
    private final class Silence {
        private static final int PROBE_TIMEOUTS = 10;

        private final Backoff ofClient = new Backoff();
        private final Backoff ofServer = new Backoff();
        private long lastSend = world.network().now();

        Silence() {
            world.network().beforeSend(this::send);
        }

        private void send(long now) {
            long longest = ofClient.probeTimeout(world.client());
            for (ConnectionCore server : world.serverEndpoint().connections()) {
                longest = Math.max(longest, ofServer.probeTimeout(server));
            }
            Duration silence = Duration.ofNanos(now - lastSend);
            lastSend = now;
            assertThat(silence)
                    .as("silence before %s", world.network().elapsed())
                    .isLessThanOrEqualTo(
                            Duration.ofNanos(PROBE_TIMEOUTS * longest).plus(MAX_INTERVAL));
        }
    }

    /** The probe timeout of one end, doubled for each that passed since something was acknowledged. */
    private static final class Backoff {
        private long acked;
        private long passedThen;

        long probeTimeout(ConnectionCore connection) {
            RecoveryStats stats = connection.recovery().stats();
            long doubled = connection.recovery().probeTimeout() << Math.min(stats.probeTimeouts() - passedThen, 16);
            if (stats.packetsAcked() > acked && connection.state() == ConnectionCore.State.ESTABLISHED) {
                acked = stats.packetsAcked();
                passedThen = stats.probeTimeouts();
            }
            return Math.min(doubled, LossRecovery.MAX_PROBE_TIMEOUT_NANOS);
        }
    }
}
