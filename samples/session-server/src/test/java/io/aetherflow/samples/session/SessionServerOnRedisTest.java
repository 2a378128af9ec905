// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.aetherflow.grpc.v1.CreateSessionRequest;
import io.aetherflow.grpc.v1.GetSessionRequest;
import io.aetherflow.grpc.v1.SessionServiceGrpc;
import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.samples.engines.SelfSignedCertificate;
import io.aetherflow.samples.server.SampleServer;
import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.config.ConfigLoader;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The server on a real Redis that fails, comes back, and speaks TLS. */
class SessionServerOnRedisTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void isNotReadyWhileRedisIsDownAndReadyAgainByItself() throws Exception {
        ListAppender<ILoggingEvent> log = capturedLog();
        try (RedisServer redis = RedisServer.start(RedisServer.DURABLE);
                SampleServer server = start("Store.Redis.Addr=127.0.0.1:" + redis.port());
                Client client = new Client(server)) {
            String id = client.create();
            assertThat(status(server, "/ready")).isEqualTo(200);

            redis.kill();

            awaitReady(server, client, false);
            assertThat(status(server, "/live")).isEqualTo(200);
            redis.restart();
            awaitReady(server, client, true);
            assertThat(client.userOf(id)).isEqualTo("someone");

            redis.pause();
            awaitReady(server, client, false);
            redis.resume();
            awaitReady(server, client, true);
        }
        assertThat(log.list.stream().filter(event -> event.getFormattedMessage().startsWith("Redis fails")))
                .hasSize(2);
        assertThat(log.list.stream().filter(event -> event.getFormattedMessage().equals("Redis works again")))
                .hasSize(2);
        assertThat(log.list.stream().filter(event -> event.getFormattedMessage().startsWith("session sweep failed")))
                .as("sweeps are every 100 ms")
                .hasSizeBetween(1, 2);
    }

    @Test
    void redisThatIsDownAtTheStartIsOneSentence() throws Exception {
        int port = freePort();

        assertThatThrownBy(() -> start("Store.Redis.Addr=127.0.0.1:" + port))
                .isInstanceOf(ServerStartException.class)
                .hasMessageStartingWith("Redis at 127.0.0.1:" + port + " (Store.Redis) cannot be used: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void wrongPasswordIsOneSentenceWithoutIt() {
        try (RedisServer redis = RedisServer.start(Map.of("requirepass", "right"))) {
            assertThatThrownBy(
                            () -> start("Store.Redis.Addr=127.0.0.1:" + redis.port(), "Store.Redis.Password=mistaken"))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageNotContaining("mistaken");
            start("Store.Redis.Addr=127.0.0.1:" + redis.port(), "Store.Redis.Password=right")
                    .close();
        }
    }

    @Test
    void tlsWithCertificatesOnBothSides() throws Exception {
        SelfSignedCertificate certificate = SelfSignedCertificate.in(folder);
        int port = freePort();
        Map<String, String> tls = Map.of(
                "tls-port", Integer.toString(port),
                "tls-cert-file", certificate.certificate().toString(),
                "tls-key-file", certificate.key().toString(),
                "tls-ca-cert-file", certificate.certificate().toString(),
                "tls-auth-clients", "yes");
        String addr = "Store.Redis.Addr=127.0.0.1:" + port;
        String enabled = "Store.Redis.TLS.Enabled=true";
        String ca = "Store.Redis.TLS.CaFile=" + certificate.certificate();
        String identity = "Store.Redis.TLS.CertFile=" + certificate.certificate();
        String key = "Store.Redis.TLS.KeyFile=" + certificate.key();
        try (RedisServer redis = RedisServer.start(tls)) {
            assertThat(redis.port()).as("the other one, without TLS").isNotEqualTo(port);
            try (SampleServer server = start(addr, enabled, ca, identity, key);
                    Client client = new Client(server)) {
                assertThat(client.userOf(client.create())).isEqualTo("someone");
            }
            for (List<String> wrong : List.of(
                    List.of(addr), // plain text on a port for TLS
                    List.of(addr, enabled, identity, key), // an authority that the JDK does not know
                    List.of(addr, enabled, ca), // no certificate of our own
                    List.of("Store.Redis.Addr=localhost:" + port, enabled, ca, identity, key))) { // not its name
                assertThatThrownBy(() -> start(wrong.toArray(String[]::new)))
                        .as("%s", wrong)
                        .isInstanceOf(ServerStartException.class)
                        .hasMessageContaining("(Store.Redis) cannot be used: ");
            }
        }
    }

    private static SampleServer start(String... settings) {
        SessionServer definition = new SessionServer();
        ConfigLoader loader = new ConfigLoader(definition.schema())
                .set("Server.Port=0")
                .set("Metrics.Port=0")
                .set("Manager.CleanupInterval=100ms")
                .set("Store.Type=redis")
                .set("Store.Redis.CommandTimeout=500ms");
        for (String setting : settings) {
            loader.set(setting);
        }
        return SampleServer.start(definition, loader.load());
    }

    private void awaitReady(SampleServer server, Client client, boolean ready) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(status(server, "/ready")).isEqualTo(ready ? 200 : 503);
            assertThat(client.health()).isEqualTo(ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
        });
    }

    private int status(SampleServer server, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        server.metricsUri().orElseThrow().resolve(path))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static ListAppender<ILoggingEvent> capturedLog() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        ((Logger) LoggerFactory.getLogger("io.aetherflow")).addAppender(appender);
        return appender;
    }

    private static final class Client implements AutoCloseable {
        private final ManagedChannel channel;
        private final SessionServiceGrpc.SessionServiceBlockingStub sessions;

        Client(SampleServer server) {
            channel = Grpc.newChannelBuilder(server.address(), InsecureChannelCredentials.create())
                    .build();
            sessions = SessionServiceGrpc.newBlockingStub(channel);
        }

        String create() {
            CreateSessionRequest request =
                    CreateSessionRequest.newBuilder().setUserId("someone").build();
            return sessions.createSession(request).getSession().getSessionId();
        }

        String userOf(String sessionId) {
            GetSessionRequest request =
                    GetSessionRequest.newBuilder().setSessionId(sessionId).build();
            return sessions.getSession(request).getSession().getUserId();
        }

        ServingStatus health() {
            return HealthGrpc.newBlockingStub(channel)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }
}
