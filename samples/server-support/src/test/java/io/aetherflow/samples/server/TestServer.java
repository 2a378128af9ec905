// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.samples.server.config.ConfigLoader;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A sample server in this JVM on free ports, with a channel to it. */
public final class TestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SampleServer server;
    private final ManagedChannel channel;

    private TestServer(SampleServer server) {
        this.server = server;
        this.channel = Grpc.newChannelBuilder(server.address(), InsecureChannelCredentials.create())
                .build();
    }

    /**
     * Starts a server.
     *
     * @param definition which server
     * @param settings {@code Key=Value} each
     * @return the server, which listens
     */
    public static TestServer start(ServerDefinition definition, List<String> settings) {
        ConfigLoader loader =
                new ConfigLoader(definition.schema()).set("Server.Port=0").set("Metrics.Port=0");
        settings.forEach(loader::set);
        return new TestServer(SampleServer.start(definition, loader.load()));
    }

    /** Returns the channel, which is closed with the server. */
    public ManagedChannel channel() {
        return channel;
    }

    /** Waits until the server calls itself ready, or not ready, by HTTP as well as by gRPC. */
    public void awaitReady(boolean ready) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(status("/ready")).isEqualTo(ready ? 200 : 503);
            assertThat(health()).isEqualTo(ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
        });
    }

    /** Returns what a page on the metrics port is answered with. */
    public int status(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        server.metricsUri().orElseThrow().resolve(path))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private ServingStatus health() {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.close();
    }
}
