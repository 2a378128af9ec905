// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.aetherflow.samples.server.config.Config;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;

/** The meeting point of a server's definition and its harness while the server starts. */
public final class ServerAssembly {
    private final String name;
    private final Config config;
    private final MeterRegistry registry;
    private final GrpcServerHarness.Builder harness;
    private final CloseStack resources;
    private final Map<String, Ping> watched = new LinkedHashMap<>();

    ServerAssembly(
            String name,
            Config config,
            MeterRegistry registry,
            GrpcServerHarness.Builder harness,
            CloseStack resources) {
        this.name = name;
        this.config = config;
        this.registry = registry;
        this.harness = harness;
        this.resources = resources;
    }

    /**
     * Returns the server's name.
     *
     * @return such as {@code session-server}
     */
    public String name() {
        return name;
    }

    /**
     * Returns the server's configuration.
     *
     * @return the effective configuration
     */
    public Config config() {
        return config;
    }

    /**
     * Returns the registry of the server's meters.
     *
     * @return the registry behind the Prometheus page
     */
    public MeterRegistry meterRegistry() {
        return registry;
    }

    /**
     * Adds a service.
     *
     * @param service served from the start
     * @return this assembly
     */
    public ServerAssembly service(BindableService service) {
        harness.service(service);
        return this;
    }

    /**
     * Adds an interceptor around all services. The first one added is the outermost.
     *
     * @param interceptor called for each call
     * @return this assembly
     */
    public ServerAssembly interceptor(ServerInterceptor interceptor) {
        harness.interceptor(interceptor);
        return this;
    }

    /**
     * Adds what runs when the server begins to stop, such as ending a service's streams.
     *
     * @param hook run once, before calls under way are waited for
     * @return this assembly
     */
    public ServerAssembly onDrain(Runnable hook) {
        harness.onDrain(hook);
        return this;
    }

    /**
     * Has a store watched from the start on: while it does not answer, the server is not ready and not healthy.
     *
     * @param store its name, for the log
     * @param ping asks it for a sign of life
     * @return this assembly
     */
    public ServerAssembly watch(String store, Ping ping) {
        watched.put(store, ping);
        return this;
    }

    Map<String, Ping> watched() {
        return watched;
    }

    /**
     * Has something closed after the last call has ended, in the reverse order of registration.
     *
     * @param resource a manager or a pool
     * @param <C> its type
     * @return the resource
     */
    public <C extends AutoCloseable> C closeOnStop(C resource) {
        return resources.push(resource);
    }
}
