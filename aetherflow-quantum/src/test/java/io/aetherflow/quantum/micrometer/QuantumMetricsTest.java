// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.EndpointStats;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumEndpoint;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuantumMetricsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static QuantumEndpoint.Builder plaintext() {
        return QuantumEndpoint.builder().bind(ANY).insecurePlaintext();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    @Test
    void metersFollowTheEndpoint() throws Exception {
        try (QuantumEndpoint server = plaintext().listen();
                QuantumEndpoint client = plaintext().open()) {
            new QuantumMetrics(client, Tags.of("endpoint", "test")).bindTo(registry);
            assertThat(gauge("quantum.connections", "state", "all", "endpoint", "test"))
                    .isZero();
            assertThat(counter("quantum.packets.sent")).isZero();

            QuantumConnection there = client.connect(server.localAddress());
            QuantumConnection here = server.accept();
            there.send(new byte[20_000]);
            here.receive();
            here.sendDatagram(new byte[1]);
            there.receiveDatagram();

            assertThat(gauge("quantum.connections", "state", "all")).isEqualTo(1);
            assertThat(gauge("quantum.connections", "state", "half-open")).isZero();
            assertThat(counter("quantum.connections.begun", "side", "opened")).isEqualTo(1);
            assertThat(counter("quantum.bytes.sent")).isGreaterThan(20_000);
            assertThat(counter("quantum.packets.received")).isPositive();
            assertThat(counter("quantum.datagrams.received")).isEqualTo(1);
            assertThat(gauge("quantum.cwnd")).isPositive();
            assertThat(registry.get("quantum.rtt")
                            .tags("statistic", "mean")
                            .timeGauge()
                            .value(TimeUnit.SECONDS))
                    .isBetween(1e-9, 1.0);
        }
    }

    @Test
    void everyCountOfTheEndpointHasAMeter() throws Exception {
        try (QuantumEndpoint endpoint = plaintext().open()) {
            new QuantumMetrics(endpoint).bindTo(registry);

            List<Meter> meters = registry.getMeters();

            assertThat(meters).hasSize(EndpointStats.class.getRecordComponents().length);
            assertThat(meters)
                    .allSatisfy(meter -> assertThat(meter.getId().getName()).startsWith("quantum."));
        }
    }

    @Test
    void countersDoNotFallWhenConnectionsEnd() throws Exception {
        try (QuantumEndpoint server = plaintext().listen();
                QuantumEndpoint client = plaintext().open()) {
            new QuantumMetrics(server).bindTo(registry);
            QuantumConnection there = client.connect(server.localAddress());
            there.send(new byte[20_000]);
            server.accept().receive();
            double before = counter("quantum.bytes.received");

            there.abort(1, "");
            while (gauge("quantum.connections", "state", "all") > 0) {
                Thread.onSpinWait();
            }

            assertThat(counter("quantum.bytes.received")).isGreaterThanOrEqualTo(before);
        }
    }
}
