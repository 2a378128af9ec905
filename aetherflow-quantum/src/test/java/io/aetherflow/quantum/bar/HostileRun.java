// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.HandshakeFactory;
import io.aetherflow.quantum.internal.protocol.HostilePeer;
import io.aetherflow.quantum.internal.wire.FrameSample;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimEndpoint;
import io.aetherflow.quantum.sim.SimNetwork;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A client and a server that exchange bytes while somebody throws at both, from the first packet to the last: random bytes, real packets of theirs
 * with faults, and packets under good keys of connections of his own whose frames have faults. All from a seed.
 */
final class HostileRun {
    private static final int DATAGRAMS = 1_000;
    private static final int MAX_INTERVAL_NANOS = 2_000_000;
    private static final Duration LATE = Duration.ofMillis(100);
    private static final int MAX_CAPTURED = 64;
    private static final int MAX_BYTES = 1_500;
    private static final int BYTES = 100_000;
    private static final InetSocketAddress HOSTILE = new InetSocketAddress("10.0.0.9", 40_000);
    private static final List<byte[]> FRAMES =
            FrameSample.all().stream().map(FrameSample::bytes).toList();

    private record Captured(boolean toServer, byte[] packet) {}

    private final RandomGenerator random;
    private final World world;
    private final SimNetwork network;
    private final SimEndpoint hostileEndpoint;
    private final InetSocketAddress victim;
    private final List<Captured> captured = new ArrayList<>();

    HostileRun(long seed) {
        random = new Random(seed);
        world = new World(seed, LinkConfig.DEFAULT);
        network = world.network();
        world.up().filter(packet -> capture(true, packet));
        world.down().filter(packet -> capture(false, packet));
        victim = random.nextBoolean() ? World.SERVER : World.CLIENT;
        hostileEndpoint =
                new SimEndpoint(network, HOSTILE, QuantumConfig.defaults(), World.withoutTls(network.random(), false));
    }

    private boolean capture(boolean toServer, byte[] packet) {
        Captured copy = new Captured(toServer, packet.clone());
        if (captured.size() < MAX_CAPTURED) {
            captured.add(copy);
        } else {
            captured.set(random.nextInt(MAX_CAPTURED), copy);
        }
        return true;
    }

    /** The hostile one opens a connection to the server, or the client opens one to him. */
    private void connect() {
        HandshakeFactory handshakes = World.withoutTls(network.random(), true);
        if (victim.equals(World.SERVER)) {
            hostileEndpoint.connect(victim, handshakes);
        } else {
            world.clientEndpoint().connect(HOSTILE, handshakes);
        }
    }

    void run() {
        Transfer up = world.transfer(BYTES);
        Transfer down = world.transferBack(BYTES);
        attack(DATAGRAMS);
        network.run(() -> up.isComplete() && down.isComplete(), Duration.ofSeconds(60));
        up.assertIntact();
        down.assertIntact();
        assertThat(world.client().closeReason()).isNull();
    }

    private void attack(int datagrams) {
        switch (random.nextInt(4)) {
            case 0 -> throwAtBoth(randomBytes());
            case 1 -> throwAtBoth(mutate(pick().packet()));
            case 2 -> replay();
            default -> sendHostileFrames();
        }
        if (datagrams > 0) {
            network.after(Duration.ofNanos(random.nextInt(MAX_INTERVAL_NANOS)), () -> attack(datagrams - 1));
        }
    }

    private Captured pick() {
        return captured.isEmpty() ? new Captured(true, randomBytes()) : captured.get(random.nextInt(captured.size()));
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(MAX_BYTES)];
        random.nextBytes(bytes);
        return bytes;
    }

    private void throwAtBoth(byte[] packet) {
        throwAt(World.SERVER, World.CLIENT, packet);
        throwAt(World.CLIENT, World.SERVER, packet);
    }

    /** In the name of the other end, or in his own. Who overtakes a first packet with a copy in his own name can abort the handshake. */
    private void throwAt(InetSocketAddress to, InetSocketAddress other, byte[] packet) {
        boolean spoofed = random.nextBoolean();
        network.after(
                spoofed ? Duration.ZERO : LATE, () -> network.inject(spoofed ? other : HOSTILE, to, packet.clone()));
    }

    private void replay() {
        Captured copy = pick();
        network.inject(
                copy.toServer() ? World.CLIENT : World.SERVER,
                copy.toServer() ? World.SERVER : World.CLIENT,
                copy.packet().clone());
    }

    /** One or a few of: a bit flipped, a byte changed, cut, made longer, a piece of another packet in its place. */
    private byte[] mutate(byte[] valid) {
        byte[] packet = valid.clone();
        for (int faults = random.nextInt(1, 4); faults > 0 && packet.length > 0; faults--) {
            int at = random.nextInt(Math.min(packet.length, random.nextBoolean() ? 40 : MAX_BYTES));
            switch (random.nextInt(5)) {
                case 0 -> packet[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> packet[at] = (byte) random.nextInt();
                case 2 -> packet = Arrays.copyOf(packet, at);
                case 3 -> packet = Arrays.copyOf(packet, Math.min(MAX_BYTES, packet.length + random.nextInt(100)));
                default -> {
                    byte[] other = pick().packet();
                    int length = Math.min(random.nextInt(64), Math.min(packet.length, other.length) - at);
                    if (length > 0) {
                        System.arraycopy(other, at, packet, at, length);
                    }
                }
            }
        }
        return packet;
    }

    private void sendHostileFrames() {
        List<ConnectionCore> connections = hostileEndpoint.connections();
        ConnectionCore last = connections.isEmpty() ? null : connections.get(connections.size() - 1);
        if (last == null || last.closeReason() != null) {
            connect();
        } else if (last.state() == ConnectionCore.State.ESTABLISHED) {
            byte[] frames = hostileFrames();
            byte[] packet = new HostilePeer(last)
                    .packet(network.now(), out -> out.bytes(frames, 0, Math.min(frames.length, out.remaining())));
            network.inject(HOSTILE, victim, packet);
        }
    }

    private byte[] hostileFrames() {
        byte[] frame = FRAMES.get(random.nextInt(FRAMES.size()));
        return random.nextInt(4) == 0 ? frame : mutate(frame);
    }
}
