// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.keys.MetricsKeys;
import io.aetherflow.samples.server.keys.ServerKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A running sample server: its gRPC port, its metrics port and what its definition opened. It leaves the process
 * alone (no signals, no logging set-up), so several of them can run in one JVM. Safe for use by several threads.
 */
public final class SampleServer implements AutoCloseable {
    private final CloseStack resources = new CloseStack();
    private final ServerMetrics metrics = resources.push(new ServerMetrics());
    private final Config config;
    private final Optional<MetricsEndpoint> endpoint;
    private final GrpcServerHarness harness;
    private final Set<String> storesDown = ConcurrentHashMap.newKeySet();
    private volatile boolean started;

    private SampleServer(ServerDefinition definition, Config config) {
        this.config = config;
        boolean complete = false;
        try {
            this.endpoint = config.value(MetricsKeys.ENABLE)
                    ? Optional.of(resources.push(startEndpoint(definition.name())))
                    : Optional.empty();
            this.harness = resources.push(startHarness(definition));
            complete = true;
        } finally {
            if (!complete) {
                resources.closeAll();
            }
        }
        started = true;
    }

    /**
     * Starts a server.
     *
     * @param definition which server
     * @param config a configuration with the definition's schema; port 0 takes a free port
     * @return the server, listening, healthy and ready
     * @throws ServerStartException if an address cannot be listened on
     */
    public static SampleServer start(ServerDefinition definition, Config config) {
        return new SampleServer(definition, config);
    }

    /**
     * Returns the port on which gRPC is served.
     *
     * @return the port taken
     */
    public int port() {
        return harness.port();
    }

    /**
     * Returns host and port on which gRPC is served.
     *
     * @return such as {@code 127.0.0.1:9001}
     */
    public String address() {
        return Addresses.text(config.value(ServerKeys.HOST), port());
    }

    /**
     * Returns the address of the Prometheus page.
     *
     * @return the address, or empty where metrics are disabled
     */
    public Optional<URI> metricsUri() {
        return endpoint.map(MetricsEndpoint::uri);
    }

    /**
     * Returns the server's meters.
     *
     * @return the registry behind the Prometheus page
     */
    public MeterRegistry meterRegistry() {
        return metrics.registry();
    }

    /**
     * Stops the server gracefully and returns when it has stopped: not ready, gRPC drained (see
     * {@link GrpcServerHarness}), what the definition opened closed, metrics last.
     */
    @Override
    public void close() {
        started = false;
        synchronized (resources) {
            resources.closeAll();
        }
    }

    private MetricsEndpoint startEndpoint(String name) {
        return MetricsEndpoint.start(new MetricsEndpoint.Settings(
                name,
                new InetSocketAddress(config.value(MetricsKeys.HOST), config.value(MetricsKeys.PORT)),
                config.value(MetricsKeys.PATH),
                metrics::scrape,
                () -> started && storesDown.isEmpty()));
    }

    private GrpcServerHarness startHarness(ServerDefinition definition) {
        InetSocketAddress address = new InetSocketAddress(config.value(ServerKeys.HOST), config.value(ServerKeys.PORT));
        GrpcServerHarness.Builder builder = GrpcServerHarness.builder(definition.name(), address, metrics.registry());
        ServerAssembly assembly = new ServerAssembly(definition.name(), config, metrics.registry(), builder, resources);
        definition.assemble(assembly);
        GrpcServerHarness serving = builder.start();
        assembly.watched()
                .forEach((store, ping) ->
                        resources.push(new StoreWatch(store, ping, answers -> storeAnswers(serving, store, answers))));
        return serving;
    }

    private void storeAnswers(GrpcServerHarness serving, String store, boolean answers) {
        boolean changed = answers ? storesDown.remove(store) : storesDown.add(store);
        if (changed) {
            serving.setServing(storesDown.isEmpty());
        }
    }
}
