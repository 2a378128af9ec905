// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.grpc.v1.SessionServiceGrpc;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.session.InMemorySessionStore;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.SessionManagerConfig;
import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.StateStore;
import io.aetherflow.statesync.StateSyncConfig;
import io.aetherflow.statesync.StateSyncLimits;
import io.aetherflow.statesync.StateSyncManager;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Both services over real managers with stores in memory, on a real socket of the loopback interface. */
final class TestServer implements AutoCloseable {
    static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);
    /** Small, so that the transport's part in what is buffered is small too. */
    private static final int WINDOW_BYTES = 64 << 10;

    final SessionManager sessions;
    final StateSyncManager documents;
    final StreamCounts streams = new StreamCounts();
    private final Server server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ManagedChannel> channels = new CopyOnWriteArrayList<>();

    /** What a test wants other than the default. */
    static final class Setup {
        private StateStore store = new InMemoryStateStore(Clock.systemUTC());
        private StateSyncLimits limits = StateSyncLimits.DEFAULT;
        private SessionManagerConfig sessionConfig =
                SessionManagerConfig.builder().build();
        private Executor gate = Runnable::run;

        Setup store(StateStore shared) {
            store = shared;
            return this;
        }

        Setup limits(StateSyncLimits bounds) {
            limits = bounds;
            return this;
        }

        Setup sessions(SessionManagerConfig config) {
            sessionConfig = config;
            return this;
        }

        /** Decides when the work of a call is handed to the server's threads. */
        Setup gate(Executor before) {
            gate = before;
            return this;
        }

        TestServer start() {
            return new TestServer(this);
        }
    }

    static TestServer start() {
        return new Setup().start();
    }

    private TestServer(Setup setup) {
        sessions = SessionManager.builder(new InMemorySessionStore())
                .config(setup.sessionConfig)
                .build();
        documents = new StateSyncManager(
                setup.store, StateSyncConfig.builder().limits(setup.limits).build());
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .executor(work -> setup.gate.execute(() -> threads.execute(work)))
                    .addStreamTracerFactory(streams)
                    .intercept(new CallerInterceptor())
                    .addService(new SessionGrpcService(sessions))
                    .addService(new StateSyncGrpcService(documents, DEFAULT_LEASE))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of its own, closed with the server. */
    ManagedChannel connect() {
        return connect(channelBuilder());
    }

    /** The same, of a client that calls itself something. */
    ManagedChannel connectAs(String userAgent) {
        return connect(channelBuilder().userAgent(userAgent));
    }

    private NettyChannelBuilder channelBuilder() {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
                .usePlaintext()
                .flowControlWindow(WINDOW_BYTES);
    }

    private ManagedChannel connect(NettyChannelBuilder builder) {
        ManagedChannel channel = builder.build();
        channels.add(channel);
        return channel;
    }

    private ManagedChannel shared() {
        return channels.isEmpty() ? connect() : channels.get(0);
    }

    SessionServiceGrpc.SessionServiceBlockingStub sessionService() {
        return SessionServiceGrpc.newBlockingStub(shared());
    }

    /** Calls on behalf of a user in the session {@code <user>-session}. */
    StateSyncServiceGrpc.StateSyncServiceBlockingStub as(String userId) {
        return as(userId, userId + "-session");
    }

    StateSyncServiceGrpc.StateSyncServiceBlockingStub as(String userId, String sessionId) {
        return StateSyncServiceGrpc.newBlockingStub(shared()).withInterceptors(caller(userId, sessionId));
    }

    StateSyncServiceGrpc.StateSyncServiceStub asyncAs(String userId) {
        return StateSyncServiceGrpc.newStub(shared()).withInterceptors(caller(userId, userId + "-session"));
    }

    StateSyncServiceGrpc.StateSyncServiceFutureStub futureAs(String userId) {
        return StateSyncServiceGrpc.newFutureStub(shared()).withInterceptors(caller(userId, userId + "-session"));
    }

    static ClientInterceptor caller(String userId, String sessionId) {
        Metadata headers = new Metadata();
        headers.put(CallerInterceptor.USER_ID, userId);
        headers.put(CallerInterceptor.SESSION_ID, sessionId);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        documents.close();
        sessions.close();
        server.shutdownNow();
        try {
            for (ManagedChannel channel : channels) {
                channel.awaitTermination(10, TimeUnit.SECONDS);
            }
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
