// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.crypto.KeySchedule;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.EndpointCore;
import io.aetherflow.quantum.internal.protocol.HandshakeFactory;
import io.aetherflow.quantum.internal.protocol.Transmit;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimEndpoint;
import io.aetherflow.quantum.sim.SimNetwork;
import io.aetherflow.quantum.sim.SimTls;
import io.aetherflow.quantum.sim.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 10,000 first packets from sources that never answer, within a second. */
class HandshakeFloodTest {
    private static final int PACKETS = 10_000;
    private static final Duration BETWEEN = Duration.ofNanos(100_000);
    private static final long MAX_HEAP_BYTES = 64 << 20;
    private static final SimTls TLS = new SimTls(2);

    private final SimNetwork network = new SimNetwork(1, LinkConfig.DEFAULT.withRate(0, 0));
    private final Transmit transmit = new Transmit(LinkConfig.MAX_BYTES);

    private HandshakeFactory handshakes(boolean tls, boolean client) {
        if (!tls) {
            return World.withoutTls(network.random(), client);
        }
        return client ? TLS.client(network.random()) : TLS.server();
    }

    /** A whole first packet, as only a client makes it. */
    private byte[] firstPacket(boolean tls) {
        EndpointCore spoofing = new EndpointCore(
                QuantumConfig.defaults(),
                null,
                KeySchedule.QUANTUM,
                network.random(),
                () -> new UUID(network.random().nextLong(), 0),
                new byte[32]);
        ConnectionCore connection = spoofing.connect(network.now(), World.SERVER, handshakes(tls, true));
        connection.pollTransmit(network.now(), transmit);
        return Arrays.copyOf(transmit.buffer(), transmit.length());
    }

    private void flood(boolean tls) {
        for (int i = 0; i < PACKETS; i++) {
            InetSocketAddress source =
                    new InetSocketAddress("10." + (1 + i / 62_500) + "." + i / 250 % 250 + "." + (1 + i % 250), 1_000);
            network.after(BETWEEN.multipliedBy(i), () -> network.inject(source, World.SERVER, firstPacket(tls)));
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void costsLittleAndKeepsNobodyOut(boolean tls) {
        SimEndpoint server = new SimEndpoint(network, World.SERVER, QuantumConfig.defaults(), handshakes(tls, false));
        long heapBefore = usedHeap();
        flood(tls);
        network.run(Duration.ofMillis(500));

        ConnectionCore client = new SimEndpoint(network, World.CLIENT, QuantumConfig.defaults(), null)
                .connect(World.SERVER, handshakes(tls, true));
        network.run(() -> client.state() == ConnectionCore.State.ESTABLISHED, Duration.ofSeconds(2));
        network.run(Duration.ofSeconds(1));

        assertThat(client.closeReason()).isNull();
        assertThat(server.core().halfOpen()).isEqualTo(EndpointCore.HALF_OPEN_BEFORE_RETRY);
        assertThat(server.connections()).hasSize(EndpointCore.HALF_OPEN_BEFORE_RETRY + 1);
        assertThat(usedHeap() - heapBefore).isLessThan(MAX_HEAP_BYTES);

        network.run(QuantumConfig.defaults().handshakeTimeout());
        assertThat(server.core().halfOpen()).isZero();
    }
}
