// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.micrometer;

import io.aetherflow.quantum.EndpointStats;
import io.aetherflow.quantum.QuantumEndpoint;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The meters of an endpoint: those of all its connections together, never of one, so that their number does not grow. Counters go on rising when
 * connections end. Each reading of a meter is one of {@link QuantumEndpoint#stats}; the registry does not keep the endpoint alive.
 *
 * <pre>{@code
 * new QuantumMetrics(endpoint, Tags.of("endpoint", "game")).bindTo(registry);
 * }</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>what</th></tr>
 * <tr><td>quantum.connections</td><td>gauge, tag state: all, half-open</td><td>connections at present; half-open ones from outside</td></tr>
 * <tr><td>quantum.connections.begun</td><td>counter, tag side: opened, accepted</td><td>connections begun from here or from outside</td></tr>
 * <tr><td>quantum.packets.sent, .received, .dropped, .lost</td><td>counter</td><td>packets</td></tr>
 * <tr><td>quantum.bytes.sent, .received, .lost</td><td>counter, bytes</td><td>bytes of these</td></tr>
 * <tr><td>quantum.losses.spurious</td><td>counter</td><td>packets taken for lost that arrived</td></tr>
 * <tr><td>quantum.retransmissions</td><td>counter, bytes</td><td>data of streams and messages sent again</td></tr>
 * <tr><td>quantum.probe.timeouts</td><td>counter</td><td>acknowledgements awaited in vain</td></tr>
 * <tr><td>quantum.datagrams.sent, .received, .dropped</td><td>counter</td><td>unreliable datagrams</td></tr>
 * <tr><td>quantum.strays.dropped</td><td>counter</td><td>UDP datagrams of no connection</td></tr>
 * <tr><td>quantum.unsendable</td><td>counter</td><td>UDP datagrams that the system refused</td></tr>
 * <tr><td>quantum.retries.sent, quantum.resets.sent</td><td>counter</td><td>answers to strangers</td></tr>
 * <tr><td>quantum.rtt</td><td>gauge, time, tag statistic: mean, max</td><td>smoothed round trips of the connections</td></tr>
 * <tr><td>quantum.cwnd, quantum.inflight</td><td>gauge, bytes</td><td>congestion windows, and what is in flight, added up</td></tr>
 * </table>
 */
public final class QuantumMetrics implements MeterBinder {
    private final QuantumEndpoint endpoint;
    private final Tags tags;

    /**
     * Prepares the meters of an endpoint.
     *
     * @param endpoint whose meters
     * @param tags of all of them, such as the endpoint's name where there are several
     */
    public QuantumMetrics(QuantumEndpoint endpoint, Iterable<Tag> tags) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.tags = Tags.of(tags);
    }

    /**
     * Prepares the meters of an endpoint, without tags.
     *
     * @param endpoint whose meters
     */
    public QuantumMetrics(QuantumEndpoint endpoint) {
        this(endpoint, List.of());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindConnections(registry);
        counter(registry, "packets.sent", "packets", EndpointStats::packetsSent);
        counter(registry, "packets.received", "packets", EndpointStats::packetsReceived);
        counter(registry, "packets.dropped", "packets", EndpointStats::packetsDropped);
        counter(registry, "packets.lost", "packets", EndpointStats::packetsLost);
        counter(registry, "bytes.sent", "bytes", EndpointStats::bytesSent);
        counter(registry, "bytes.received", "bytes", EndpointStats::bytesReceived);
        counter(registry, "bytes.lost", "bytes", EndpointStats::bytesLost);
        counter(registry, "losses.spurious", "packets", EndpointStats::spuriousLosses);
        counter(registry, "retransmissions", "bytes", EndpointStats::bytesRetransmitted);
        counter(registry, "probe.timeouts", "timeouts", EndpointStats::probeTimeouts);
        counter(registry, "datagrams.sent", "datagrams", EndpointStats::datagramsSent);
        counter(registry, "datagrams.received", "datagrams", EndpointStats::datagramsReceived);
        counter(registry, "datagrams.dropped", "datagrams", EndpointStats::datagramsDropped);
        counter(registry, "strays.dropped", "datagrams", EndpointStats::straysDropped);
        counter(registry, "unsendable", "datagrams", EndpointStats::unsendable);
        counter(registry, "retries.sent", "packets", EndpointStats::retriesSent);
        counter(registry, "resets.sent", "packets", EndpointStats::resetsSent);
        gauge(registry, "cwnd", "bytes", tags, EndpointStats::congestionWindow);
        gauge(registry, "inflight", "bytes", tags, EndpointStats::bytesInFlight);
        rtt(registry, "mean", stats -> stats.meanRtt().toNanos());
        rtt(registry, "max", stats -> stats.maxRtt().toNanos());
    }

    private void bindConnections(MeterRegistry registry) {
        gauge(registry, "connections", "connections", tags.and("state", "all"), EndpointStats::connections);
        gauge(registry, "connections", "connections", tags.and("state", "half-open"), EndpointStats::halfOpen);
        counter(
                registry,
                "connections.begun",
                "connections",
                tags.and("side", "opened"),
                EndpointStats::connectionsOpened);
        counter(
                registry,
                "connections.begun",
                "connections",
                tags.and("side", "accepted"),
                EndpointStats::connectionsAccepted);
    }

    private void counter(MeterRegistry registry, String name, String unit, ToDoubleFunction<EndpointStats> count) {
        counter(registry, name, unit, tags, count);
    }

    private void counter(
            MeterRegistry registry, String name, String unit, Tags all, ToDoubleFunction<EndpointStats> count) {
        FunctionCounter.builder("quantum." + name, endpoint, of(count))
                .baseUnit(unit)
                .tags(all)
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String unit, Tags all, ToDoubleFunction<EndpointStats> value) {
        Gauge.builder("quantum." + name, endpoint, of(value))
                .baseUnit(unit)
                .tags(all)
                .register(registry);
    }

    private void rtt(MeterRegistry registry, String statistic, ToDoubleFunction<EndpointStats> nanos) {
        TimeGauge.builder("quantum.rtt", endpoint, TimeUnit.NANOSECONDS, of(nanos))
                .tags(tags.and("statistic", statistic))
                .register(registry);
    }

    private static ToDoubleFunction<QuantumEndpoint> of(ToDoubleFunction<EndpointStats> reading) {
        return endpoint -> reading.applyAsDouble(endpoint.stats());
    }
}
