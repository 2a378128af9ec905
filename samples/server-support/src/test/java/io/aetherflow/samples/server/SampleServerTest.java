// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.aetherflow.samples.engines.EngineProcess;
import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.config.ConfigSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleServerTest {
    private final ToyServer definition = new ToyServer();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Test
    void grpcCallShowsOnTheMetricsPage() {
        try (SampleServer server = start();
                ToyClient client = new ToyClient(server.port())) {
            client.echo("hi");

            await().untilAsserted(() -> assertThat(get(server, "/metrics").body())
                    .containsPattern(
                            "grpc_server_processing_duration_seconds_count\\{.*method=\"Echo\".*statusCode=\"OK\".*} 1")
                    .contains("grpc_server_calls_active", "jvm_memory_used_bytes", "jvm_threads_live_threads")
                    .contains("system_cpu_count", "jvm_gc_"));
        }
    }

    @Test
    void metricsPageHasThePrometheusContentType() throws Exception {
        try (SampleServer server = start()) {
            assertThat(get(server, "/metrics").headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
        }
    }

    @ParameterizedTest
    @CsvSource({"/metrics,200", "/live,200", "/ready,200", "/,404", "/metrics/x,404", "/metricsx,404", "/%2e%2e/x,404"})
    void pathsAreExact(String path, int status) throws Exception {
        try (SampleServer server = start()) {
            assertThat(get(server, path).statusCode()).isEqualTo(status);
        }
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        try (SampleServer server = start()) {
            URI uri = server.metricsUri().orElseThrow();
            HttpResponse<String> post = send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("x")));
            HttpResponse<String> head = send(HttpRequest.newBuilder(uri).method("HEAD", BodyPublishers.noBody()));

            assertThat(post.statusCode()).isEqualTo(405);
            assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void serverIsLiveButNotReadyWhileItStarts() throws Exception {
        CompletableFuture<Void> mayStart = new CompletableFuture<>();
        ServerDefinition slow = definition(assembly -> mayStart.join());
        int port = EngineProcess.freePort();
        Config config = definition.loader().set("Metrics.Port=" + port).load();
        CompletableFuture<SampleServer> starting =
                CompletableFuture.supplyAsync(() -> SampleServer.start(slow, config));
        URI base = URI.create("http://127.0.0.1:" + port);
        await().ignoreExceptions()
                .until(() -> send(HttpRequest.newBuilder(base.resolve("/live"))).statusCode() == 200);

        int ready = send(HttpRequest.newBuilder(base.resolve("/ready"))).statusCode();
        mayStart.complete(null);
        starting.join().close();

        assertThat(ready).isEqualTo(503);
    }

    @Test
    void serverIsNotReadyWhileItStops() throws Exception {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<SampleServer> self = new CompletableFuture<>();
        ServerDefinition asking =
                definition(assembly -> assembly.onDrain(() -> seen.add(status(self.join(), "/ready"))));
        try (SampleServer server =
                SampleServer.start(asking, definition.loader().load())) {
            self.complete(server);
            seen.add(status(server, "/ready"));
        }

        assertThat(seen).containsExactly(200, 503);
    }

    @Test
    void disabledMetricsOpenNoPort() {
        Config config = definition.loader().set("Metrics.Enable=false").load();

        try (SampleServer server = SampleServer.start(definition, config)) {
            assertThat(server.metricsUri()).isEmpty();
        }
    }

    @Test
    void twoServersRunInOneJvm() {
        ToyServer other = new ToyServer();
        SampleServer first = start();
        try (SampleServer second = SampleServer.start(other, other.loader().load());
                ToyClient client = new ToyClient(second.port())) {
            first.close();

            assertThat(client.echo("still here")).isEqualTo("still here");
        }
    }

    @Test
    void resourcesAreClosedInReverseAlsoWhereOneFails() {
        ServerDefinition resources = definition(assembly -> {
            assembly.closeOnStop(() -> closed.add("first"));
            assembly.closeOnStop(() -> {
                throw new IllegalStateException("planned");
            });
            assembly.closeOnStop(() -> closed.add("third"));
        });

        SampleServer.start(resources, definition.loader().load()).close();

        assertThat(closed).containsExactly("third", "first");
    }

    @Test
    void failedStartClosesWhatWasOpened() {
        ServerDefinition broken = definition(assembly -> {
            assembly.closeOnStop(() -> closed.add("opened"));
            throw new IllegalStateException("planned");
        });

        assertThatThrownBy(() -> SampleServer.start(broken, definition.loader().load()))
                .hasMessage("planned");
        assertThat(closed).containsExactly("opened");
    }

    @Test
    void metricsPortInUseIsOneSentence() {
        try (SampleServer server = start()) {
            int taken = server.metricsUri().orElseThrow().getPort();
            Config config = definition.loader().set("Metrics.Port=" + taken).load();

            assertThatThrownBy(() -> SampleServer.start(definition, config))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessage("toy-server metrics cannot listen on 127.0.0.1:" + taken + ": address already in use");
        }
    }

    @Test
    void unknownMetricsHostIsOneSentence() {
        Config config =
                definition.loader().set("Metrics.Host=no.such.host.invalid").load();

        assertThatThrownBy(() -> SampleServer.start(definition, config))
                .isInstanceOf(ServerStartException.class)
                .hasMessage("toy-server metrics cannot listen on no.such.host.invalid:0: the host is unknown");
    }

    private SampleServer start() {
        return SampleServer.start(definition, definition.loader().load());
    }

    private ServerDefinition definition(Consumer<ServerAssembly> assemble) {
        return new ServerDefinition() {
            @Override
            public String name() {
                return "toy-server";
            }

            @Override
            public ConfigSchema schema() {
                return definition.schema();
            }

            @Override
            public void assemble(ServerAssembly assembly) {
                assemble.accept(assembly);
            }
        };
    }

    private int status(SampleServer server, String path) {
        try {
            return get(server, path).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(SampleServer server, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.metricsUri().orElseThrow().resolve(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
