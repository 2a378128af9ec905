// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.internal.protocol.Transmit;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimNetwork;
import io.aetherflow.quantum.sim.SimNode;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's address changes at 1 s and then every 5 s, on purpose or not, while 20 MB pass, or somebody pretends that it does. */
class RebindingTest {
    private static final int BYTES = 20_000_000;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("10.9.9.9", 666);

    private final World world = new World(1, LinkConfig.DEFAULT);
    private int moves;

    private Transfer transfer(boolean upload) {
        return upload ? world.transfer(BYTES) : world.transferBack(BYTES);
    }

    private void completes(Transfer transfer) {
        world.network().run(transfer::isComplete, LIMIT);
        transfer.assertIntact();
        assertThat(world.client().closeReason()).isNull();
        assertThat(world.server().closeReason()).isNull();
    }

    /** Port or address after so many changes. */
    private InetSocketAddress next(boolean onlyPort) {
        moves++;
        return onlyPort
                ? new InetSocketAddress(World.CLIENT.getAddress(), World.CLIENT.getPort() + moves)
                : new InetSocketAddress("10.0.1." + moves, World.CLIENT.getPort());
    }

    private void rebindEvery(Duration after, boolean onlyPort) {
        world.network().after(after, () -> {
            world.rebind(next(onlyPort));
            rebindEvery(EVERY, onlyPort);
        });
    }

    private void migrateEvery(Duration after, boolean onlyPort) {
        world.network().after(after, () -> {
            world.rebind(next(onlyPort));
            world.client().migrate(world.network().now(), onlyPort);
            migrateEvery(EVERY, onlyPort);
        });
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void transferCompletesThoughItsAddressChanges(boolean upload, boolean onlyPort) {
        Transfer transfer = transfer(upload);
        rebindEvery(FIRST, onlyPort);

        completes(transfer);

        assertThat(moves).isGreaterThanOrEqualTo(4);
        assertThat(world.server().remote()).isEqualTo(world.clientAddress());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void transferCompletesThoughTheClientMoves(boolean upload, boolean onlyPort) {
        Transfer transfer = transfer(upload);
        migrateEvery(FIRST, onlyPort);

        completes(transfer);

        assertThat(moves).isGreaterThanOrEqualTo(4);
        assertThat(world.server().remote()).isEqualTo(world.clientAddress());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyCanLinkTheAddressesOfAClientThatMovesByConnectionIds(boolean upload) {
        Map<Long, InetSocketAddress> addresses = new HashMap<>();
        Header header = new Header();
        world.network().watch((from, to, packet) -> {
            if (header.parse(packet, 0, packet.length) && header.type() == Header.Type.SHORT) {
                InetSocketAddress ofClient = from.equals(World.SERVER) ? to : from;
                assertThat(addresses.putIfAbsent(header.dcid(), ofClient)).isIn(null, ofClient);
            }
        });
        Transfer transfer = transfer(upload);
        migrateEvery(FIRST, false);

        completes(transfer);

        assertThat(addresses).hasSizeGreaterThan(2 * 4);
    }

    /** Everything that the client sends comes from somewhere else first. */
    private void spoof() {
        world.network().run(world::isEstablished, LIMIT);
        world.network().link(STRANGER, World.SERVER).configure(LinkConfig.DEFAULT.withDelay(Duration.ofMillis(1)));
        world.up().filter(packet -> {
            world.network().inject(STRANGER, World.SERVER, packet.clone());
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void spoofedSourceMovesNothing(boolean upload) {
        spoof();
        Transfer transfer = transfer(upload);
        world.network().beforeSend(time -> assertThat(world.server().remote()).isEqualTo(World.CLIENT));

        completes(transfer);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void strangerIsSentAtMostThreeTimesWhatCameFromThere(boolean upload) {
        spoof();
        Transfer transfer = transfer(upload);
        AtomicLong fromStranger = new AtomicLong();
        AtomicLong toStranger = new AtomicLong();
        world.network().watch((from, to, packet) -> {
            fromStranger.addAndGet(from.equals(STRANGER) ? packet.length : 0);
            toStranger.addAndGet(to.equals(STRANGER) ? packet.length : 0);
            assertThat(toStranger.get()).isLessThanOrEqualTo(3 * fromStranger.get());
        });

        completes(transfer);

        assertThat(toStranger.get()).as("bytes to the stranger").isBetween(1L, 100_000L);
    }

    @Test
    void connectionComesBackFromSomebodyWhoForwardedItsPacketsForAWhile() {
        Transfer transfer = world.transferBack(BYTES);
        world.network().run(world::isEstablished, LIMIT);
        SimNetwork network = world.network();
        network.link(STRANGER, World.SERVER).configure(LinkConfig.DEFAULT.withDelay(Duration.ofMillis(1)));
        Forwarder forwarder = new Forwarder(network);
        network.attach(STRANGER, forwarder);
        world.up().filter(packet -> {
            if (forwarder.active) {
                network.inject(STRANGER, World.SERVER, packet.clone());
            }
            return true;
        });
        network.run(() -> world.server().remote().equals(STRANGER), LIMIT);

        forwarder.active = false;
        network.run(() -> world.server().remote().equals(World.CLIENT), Duration.ofMillis(500));

        completes(transfer);
    }

    /** Hands on what the server sends to it, as if the server had sent it to the client. */
    private static final class Forwarder implements SimNode {
        private final SimNetwork network;
        private boolean active = true;

        Forwarder(SimNetwork network) {
            this.network = network;
        }

        @Override
        public void onDatagram(long now, InetSocketAddress from, byte[] packet) {
            if (active) {
                network.inject(World.SERVER, World.CLIENT, packet);
            }
        }

        @Override
        public long nextTimeout(long now) {
            return NEVER;
        }

        @Override
        public void onTimeout(long now) {}

        @Override
        public boolean pollTransmit(long now, Transmit out) {
            return false;
        }
    }
}
