// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gRPC server on Netty with health service, reflection and meters around the services handed in.
 *
 * <p>{@link #close()} stops it gracefully: health turns to NOT_SERVING, the drain hooks run, streams of answers that
 * are still open end with UNAVAILABLE, no new call is taken, calls with one answer may finish within the grace, then
 * the rest is cancelled.
 */
public final class GrpcServerHarness implements AutoCloseable {
    /** The longest request message, in bytes. */
    public static final int MAX_INBOUND_MESSAGE_BYTES = 4 << 20;

    /** The most calls that one connection may have open. */
    public static final int MAX_CALLS_PER_CONNECTION = 1_000;

    /** The number of threads that run calls. */
    public static final int CALL_THREADS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    /** The most steps of calls that wait for a thread. */
    public static final int MAX_WAITING_CALLS = 10_000;

    /** How often a client may send a keep-alive ping, at most; more often is answered with GOAWAY. */
    public static final Duration MIN_CLIENT_KEEP_ALIVE = Duration.ofSeconds(10);

    /** How long a connection may be silent before the server pings it, to find clients that are gone. */
    public static final Duration KEEP_ALIVE_AFTER = Duration.ofSeconds(60);

    /** How long the server waits for the answer to its ping. */
    public static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(20);

    /** How long connections without calls get to say goodbye: a client that is gone does not delay the stop. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(GrpcServerHarness.class);

    private final String name;
    private final Duration grace;
    private final List<Runnable> drainHooks;
    private final HealthStatusManager health = new HealthStatusManager();
    private final StreamDrain streams = new StreamDrain();
    private final ActiveCalls activeCalls;
    private final ExecutorService callThreads;
    private final Server server;
    private boolean closed;

    private GrpcServerHarness(Builder builder) {
        this.name = builder.name;
        this.grace = builder.grace;
        this.drainHooks = List.copyOf(builder.drainHooks);
        this.activeCalls = new ActiveCalls(builder.registry);
        this.callThreads = WorkerPool.create(name + "-call", CALL_THREADS, MAX_WAITING_CALLS);
        this.server = nettyServer(builder);
    }

    /**
     * Returns a builder of a server.
     *
     * @param name the server's name, in thread names, logs and errors
     * @param address where to listen; port 0 takes a free one
     * @param registry where meters are registered
     * @return a new builder
     */
    public static Builder builder(String name, InetSocketAddress address, MeterRegistry registry) {
        return new Builder(name, address, registry);
    }

    /**
     * Returns the port that the server listens on.
     *
     * @return the configured port, or the one that was free
     */
    public int port() {
        return server.getPort();
    }

    /** Stops the server as described above and returns when it has stopped. Closing twice does nothing more. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        health.enterTerminalState();
        drainHooks.forEach(this::runHook);
        streams.drain();
        server.shutdown();
        try {
            awaitCalls();
        } catch (InterruptedException e) {
            server.shutdownNow();
            callThreads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Server nettyServer(Builder builder) {
        NettyServerBuilder netty = NettyServerBuilder.forAddress(builder.address)
                .executor(callThreads)
                .maxInboundMessageSize(MAX_INBOUND_MESSAGE_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .permitKeepAliveTime(MIN_CLIENT_KEEP_ALIVE.toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(KEEP_ALIVE_AFTER.toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        builder.services.forEach(netty::addService);
        interceptors(builder).forEach(netty::intercept);
        return netty.build();
    }

    /** Innermost first, as gRPC calls the one that was added last first. */
    private List<ServerInterceptor> interceptors(Builder builder) {
        List<ServerInterceptor> interceptors = new ArrayList<>(builder.interceptors);
        Collections.reverse(interceptors);
        interceptors.add(streams);
        interceptors.add(new MetricCollectingServerInterceptor(builder.registry));
        interceptors.add(activeCalls);
        return interceptors;
    }

    private void start(InetSocketAddress address) {
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
        try {
            server.start();
        } catch (IOException e) {
            callThreads.shutdownNow();
            throw ServerStartException.cannotListen(name, address, e);
        }
        setServing(true);
    }

    /**
     * Sets what the health service says while the server runs; a server that stops is not serving.
     *
     * @param serving whether calls can be expected to succeed
     */
    void setServing(boolean serving) {
        ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        for (ServerServiceDefinition service : server.getServices()) {
            health.setStatus(service.getServiceDescriptor().getName(), status);
        }
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    }

    private void runHook(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException e) {
            LOG.warn("{}: a drain hook failed, stopping goes on", name, e);
        }
    }

    private void awaitCalls() throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        long left = grace.toNanos();
        boolean terminated;
        do {
            activeCalls.awaitNone(left);
            left = deadline - System.nanoTime();
            terminated = server.awaitTermination(Math.min(LINGER.toNanos(), left), TimeUnit.NANOSECONDS);
        } while (!terminated && activeCalls.count() > 0 && left > 0);
        if (!terminated) {
            cancelCalls();
        }
        // The last call-backs of calls that ended are still in the pool's queue: they run before it ends.
        callThreads.shutdown();
        if (!callThreads.awaitTermination(CANCEL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
            callThreads.shutdownNow();
        }
    }

    private void cancelCalls() throws InterruptedException {
        if (activeCalls.count() > 0) {
            LOG.warn("{}: {} calls did not end within {}, cancelling them", name, activeCalls.count(), grace);
        }
        server.shutdownNow();
        server.awaitTermination(CANCEL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Collects what a server is made of. */
    public static final class Builder {
        private final String name;
        private final InetSocketAddress address;
        private final MeterRegistry registry;
        private final List<BindableService> services = new ArrayList<>();
        private final List<ServerInterceptor> interceptors = new ArrayList<>();
        private final List<Runnable> drainHooks = new ArrayList<>();
        private Duration grace = Duration.ofSeconds(10);

        private Builder(String name, InetSocketAddress address, MeterRegistry registry) {
            this.name = name;
            this.address = address;
            this.registry = registry;
        }

        /**
         * Adds a service.
         *
         * @param service served from the start
         * @return this builder
         */
        public Builder service(BindableService service) {
            services.add(service);
            return this;
        }

        /**
         * Adds an interceptor around all services. The first one added is the outermost.
         *
         * @param interceptor called for each call
         * @return this builder
         */
        public Builder interceptor(ServerInterceptor interceptor) {
            interceptors.add(interceptor);
            return this;
        }

        /**
         * Adds what runs when the server begins to stop. A service that ends its own streams does so here: those still
         * open when all hooks have returned are ended from outside.
         *
         * @param hook run once, in the order of adding; a failure is logged
         * @return this builder
         */
        public Builder onDrain(Runnable hook) {
            drainHooks.add(hook);
            return this;
        }

        /**
         * Sets how long calls may go on once the server stops; 10 seconds by default.
         *
         * @param duration zero or more
         * @return this builder
         */
        public Builder grace(Duration duration) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException("grace is " + duration + ", allowed is zero or more");
            }
            grace = duration;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the server, listening and healthy
         * @throws ServerStartException if the address cannot be listened on
         */
        public GrpcServerHarness start() {
            GrpcServerHarness harness = new GrpcServerHarness(this);
            harness.start(address);
            return harness;
        }
    }
}
