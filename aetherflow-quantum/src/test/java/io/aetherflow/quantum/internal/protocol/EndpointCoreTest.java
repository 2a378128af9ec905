// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.WireWriter;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimEndpoint;
import io.aetherflow.quantum.sim.SimNetwork;
import io.aetherflow.quantum.sim.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint does with datagrams that belong to no connection yet. */
class EndpointCoreTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final LinkConfig FAST = LinkConfig.DEFAULT.withRate(0, 0);

    private final SimNetwork network = new SimNetwork(1, FAST);
    private final SimEndpoint server =
            new SimEndpoint(network, World.SERVER, QuantumConfig.defaults(), World.withoutTls(network.random(), false));

    private final StuckHandshakes stuck = new StuckHandshakes(World.withoutTls(network.random(), false));

    private static InetSocketAddress client(int number) {
        return new InetSocketAddress("10.1." + number / 250 + "." + (1 + number % 250), 40_000);
    }

    private ConnectionCore connect(InetSocketAddress from) {
        return new SimEndpoint(network, from, QuantumConfig.defaults(), null)
                .connect(World.SERVER, World.withoutTls(network.random(), true));
    }

    private SimEndpoint stuckServer() {
        return new SimEndpoint(network, World.SERVER, QuantumConfig.defaults(), stuck);
    }

    /** A server with as many handshakes under way as it takes without a proof of the address. */
    private SimEndpoint floodedServer() {
        SimEndpoint flooded = stuckServer();
        for (int i = 0; i < EndpointCore.HALF_OPEN_BEFORE_RETRY; i++) {
            connect(client(i));
        }
        network.run(() -> flooded.core().halfOpen() == EndpointCore.HALF_OPEN_BEFORE_RETRY, LIMIT);
        return flooded;
    }

    @Test
    void clientProvesItsAddressWhenManyHandshakesAreUnderWay() {
        SimEndpoint flooded = floodedServer();
        int before = flooded.connections().size();
        AtomicInteger retries = new AtomicInteger();
        network.link(World.SERVER, World.CLIENT).filter(packet -> {
            Header header = new Header();
            if (header.parse(packet, 0, packet.length) && header.type() == Header.Type.RETRY) {
                retries.incrementAndGet();
            }
            return true;
        });
        stuck.letGo();

        ConnectionCore late = connect(World.CLIENT);
        network.run(() -> late.state() == ConnectionCore.State.ESTABLISHED, Duration.ofMillis(100));

        assertThat(retries).hasValue(1);
        assertThat(flooded.connections()).hasSize(before + 1);
    }

    @Test
    void clientConnectsInTheMiddleOfAFloodOfSpoofedFirstPackets() {
        byte[] first = firstPacketOf(connect(client(0)));
        for (int i = 1; i <= 10_000; i++) {
            byte[] packet = first.clone();
            for (int at = 9; at < 17; at++) {
                packet[at] = (byte) network.random().nextInt(); // the destination: another connection
            }
            InetSocketAddress from = client(i);
            network.after(Duration.ofNanos(i * 100_000L), () -> network.inject(from, World.SERVER, packet));
        }
        network.run(Duration.ofMillis(500));

        ConnectionCore late = connect(World.CLIENT);
        network.run(() -> late.state() == ConnectionCore.State.ESTABLISHED, Duration.ofSeconds(2));

        assertThat(server.core().halfOpen())
                .as("spoofed ones, and the client until its first data packet")
                .isLessThanOrEqualTo(EndpointCore.HALF_OPEN_BEFORE_RETRY + 1);
        assertThat(server.connections()).hasSizeLessThanOrEqualTo(EndpointCore.HALF_OPEN_BEFORE_RETRY + 2);
    }

    private byte[] firstPacketOf(ConnectionCore connection) {
        Transmit transmit = new Transmit(LinkConfig.MAX_BYTES);
        assertThat(connection.pollTransmit(network.now(), transmit)).isTrue();
        return Arrays.copyOf(transmit.buffer(), transmit.length());
    }

    @Test
    void serverSendsAtMostThreeTimesWhatAnUnprovenAddressSent() {
        SimEndpoint stuckServer = stuckServer();

        assertThat(sentToOneWhoNeverAnswers()).isPositive();

        assertThat(stuckServer.connections()).hasSize(1);
    }

    /** Without TLS a server has packet keys with the first datagram, which anybody can send in another's name. */
    @Test
    void packetKeysAloneProveNoAddressWithoutTls() {
        server.application((connection, now) -> connection.streams().messages().write(new byte[10_000], 0, 10_000));

        assertThat(sentToOneWhoNeverAnswers()).isPositive();

        assertThat(server.connections())
                .extracting(ConnectionCore::state)
                .containsOnly(ConnectionCore.State.ESTABLISHED);
    }

    /** How many bytes a client gets sent that loses them all: at every instant at most three times its own. */
    private long sentToOneWhoNeverAnswers() {
        AtomicLong received = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        network.link(World.CLIENT, World.SERVER).filter(packet -> received.addAndGet(packet.length) > 0);
        network.link(World.SERVER, World.CLIENT).filter(packet -> {
            sent.addAndGet(packet.length);
            return false;
        });
        connect(World.CLIENT);
        for (int i = 0; i < 100; i++) {
            network.run(Duration.ofMillis(100));
            assertThat(sent.get()).isLessThanOrEqualTo(3 * received.get());
        }
        return sent.get();
    }

    @Test
    void lateCopyOfTheFirstPacketMakesNoSecondConnection() {
        network.link(World.CLIENT, World.SERVER)
                .configure(FAST.withDuplication(1).withReordering(1, Duration.ofSeconds(2)));
        ConnectionCore connection = connect(World.CLIENT);

        network.run(() -> connection.state() == ConnectionCore.State.ESTABLISHED, LIMIT);
        network.run(Duration.ofSeconds(5));

        assertThat(server.connections()).hasSize(1);
        assertThat(connection.closeReason()).isNull();
    }

    @ParameterizedTest(name = "byte {0} of the first packet")
    @ValueSource(ints = {9, 16, 17, 24, 25, 26, 27, 28, 100, 1199})
    void damageToTheFirstPacketIsOnlyALoss(int at) {
        AtomicInteger packets = new AtomicInteger();
        network.link(World.CLIENT, World.SERVER).filter(packet -> {
            if (packets.getAndIncrement() == 0) {
                packet[at] ^= 1;
            }
            return true;
        });
        ConnectionCore connection = connect(World.CLIENT);

        network.run(() -> connection.state() == ConnectionCore.State.ESTABLISHED, Duration.ofSeconds(2));
        network.run(Duration.ofSeconds(1));

        assertThat(connection.closeReason()).isNull();
    }

    @Test
    void otherVersionIsAnsweredWithTheOneSpoken() {
        AtomicInteger answers = new AtomicInteger();
        network.link(World.SERVER, World.CLIENT).filter(packet -> {
            Header header = new Header();
            boolean versions = header.parse(packet, 0, packet.length) && header.type() == Header.Type.VERSIONS;
            answers.addAndGet(versions && header.listedVersion(0) == Header.VERSION ? 1 : 0);
            return true;
        });
        byte[] packet = new byte[1_200];
        System.arraycopy(new byte[] {(byte) 0xc0, 'Q', 'U', 'N', 'T', 0, 0, 0, 9}, 0, packet, 0, 9);

        network.inject(World.CLIENT, World.SERVER, packet);
        network.run(Duration.ofSeconds(1));

        assertThat(answers).hasValue(1);
        assertThat(server.connections()).isEmpty();
    }

    @Test
    void clientBelievesNoVersionsPacketThatListsItsOwn() {
        ConnectionCore connection = connect(World.CLIENT);
        byte[] forged = new byte[Header.LONG_LENGTH + 4];
        Header.writeVersions(
                new WireWriter().wrap(forged, 0, forged.length),
                connection.handshakeIds().local(),
                1,
                Header.VERSION);

        network.inject(World.SERVER, World.CLIENT, forged);
        network.run(() -> connection.state() == ConnectionCore.State.ESTABLISHED, LIMIT);

        assertThat(connection.closeReason()).isNull();
    }

    @Test
    void clientIsToldThatItsVersionIsNotSpoken() {
        network.detach(World.SERVER);
        ConnectionCore connection = connect(World.CLIENT);
        byte[] answer = new byte[Header.LONG_LENGTH + 4];
        Header.writeVersions(
                new WireWriter().wrap(answer, 0, answer.length),
                connection.handshakeIds().local(),
                1,
                7);

        network.inject(World.SERVER, World.CLIENT, answer);
        network.run(() -> connection.closeReason() != null, LIMIT);

        assertThat(connection.closeReason()).isInstanceOf(CloseReason.HandshakeFailure.class);
        assertThat(connection.closeReason().describe()).contains("version");
    }

    @Test
    void randomDatagramsDisturbNobody() {
        ConnectionCore connection = connect(World.CLIENT);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[network.random().nextInt(1_500)];
            network.random().nextBytes(garbage);
            boolean toServer = i % 2 == 0;
            network.after(
                    Duration.ofNanos(i * 5_000L),
                    () -> network.inject(
                            toServer ? World.CLIENT : World.SERVER, toServer ? World.SERVER : World.CLIENT, garbage));
        }

        network.run(Duration.ofSeconds(1));

        assertThat(connection.state()).isEqualTo(ConnectionCore.State.ESTABLISHED);
        assertThat(server.connections()).hasSize(1);
        assertThat(server.core().dropped()).isGreaterThan(5_000);
    }
}
