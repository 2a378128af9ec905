// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.engines.EngineProcess;
import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.samples.engines.SelfSignedCertificate;
import io.aetherflow.samples.server.CapturedLog;
import io.aetherflow.samples.server.ServerMain;
import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.TestProcess;
import io.aetherflow.samples.server.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server on a real Redis that fails, comes back, asks for a password, and speaks TLS. */
class SessionServerOnRedisTest {
    @TempDir
    private Path folder;

    @Test
    void isNotReadyWhileRedisIsDownAndReadyAgainByItself() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            goThroughTwoOutages();

            assertThat(log.messages("Redis fails")).hasSize(2);
            assertThat(log.messages("Redis works again")).hasSize(2);
            assertThat(log.messages("session sweep failed"))
                    .as("sweeps are every 100 ms")
                    .hasSizeBetween(1, 2);
        }
    }

    private static void goThroughTwoOutages() throws Exception {
        try (RedisServer redis = RedisServer.start(RedisServer.DURABLE);
                TestServer server = start(address(redis.port()))) {
            SessionClient client = new SessionClient(server);
            String id = client.create("someone");
            assertThat(server.status("/ready")).isEqualTo(200);

            redis.kill();

            server.awaitReady(false);
            assertThat(server.status("/live")).isEqualTo(200);
            redis.restart();
            server.awaitReady(true);
            assertThat(client.userOf(id)).isEqualTo("someone");

            redis.pause();
            server.awaitReady(false);
            redis.resume();
            server.awaitReady(true);
        }
    }

    @Test
    void redisThatIsDownAtTheStartIsOneSentence() {
        int port = EngineProcess.freePort();

        assertThatThrownBy(() -> start(address(port)))
                .isInstanceOf(ServerStartException.class)
                .hasMessageStartingWith("Redis at 127.0.0.1:" + port + " (Store.Redis) cannot be used: ")
                .message()
                .endsWith("(Connection refused)")
                .doesNotContain("\n");
    }

    @Test
    void rightPasswordLetsTheServerIn() {
        try (RedisServer redis = RedisServer.start(Map.of("requirepass", "right"));
                TestServer server = start(address(redis.port()), "Store.Redis.Password=right")) {
            SessionClient client = new SessionClient(server);

            assertThat(client.userOf(client.create("someone"))).isEqualTo("someone");
        }
    }

    @ParameterizedTest
    @CsvSource({"mistaken, WRONGPASS", "'', NOAUTH"})
    void wrongOrMissingPasswordIsOneSentenceWithoutItAndExitOne(String password, String reason) throws Exception {
        try (RedisServer redis = RedisServer.start(Map.of("requirepass", "right"));
                TestProcess server = TestProcess.start(
                        SessionServer.class,
                        folder,
                        List.of(
                                "--set=Store.Type=redis",
                                "--set=" + address(redis.port()),
                                "--set=Store.Redis.Password=" + password))) {
            assertThat(server.exitCode()).isEqualTo(ServerMain.EXIT_FAILED);
            assertThat(server.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("Redis at 127.0.0.1:" + redis.port() + " (Store.Redis) cannot be used: " + reason)
                    .doesNotContain("mistaken");
            assertThat(server.out()).isEmpty();
        }
    }

    @Test
    void tlsWithCertificatesOnBothSides() {
        SelfSignedCertificate certificate = SelfSignedCertificate.in(folder);
        int port = EngineProcess.freePort();
        Map<String, String> tls = Map.of(
                "tls-port", Integer.toString(port),
                "tls-cert-file", certificate.certificate().toString(),
                "tls-key-file", certificate.key().toString(),
                "tls-ca-cert-file", certificate.certificate().toString(),
                "tls-auth-clients", "yes");
        String addr = address(port);
        String enabled = "Store.Redis.TLS.Enabled=true";
        String ca = "Store.Redis.TLS.CaFile=" + certificate.certificate();
        String identity = "Store.Redis.TLS.CertFile=" + certificate.certificate();
        String key = "Store.Redis.TLS.KeyFile=" + certificate.key();
        try (RedisServer redis = RedisServer.start(tls)) {
            assertThat(redis.port()).as("the other one, without TLS").isNotEqualTo(port);
            try (TestServer server = start(addr, enabled, ca, identity, key)) {
                SessionClient client = new SessionClient(server);
                assertThat(client.userOf(client.create("someone"))).isEqualTo("someone");
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

    private static String address(int port) {
        return "Store.Redis.Addr=127.0.0.1:" + port;
    }

    private static TestServer start(String... settings) {
        List<String> all = new ArrayList<>(
                List.of("Manager.CleanupInterval=100ms", "Store.Type=redis", "Store.Redis.CommandTimeout=500ms"));
        all.addAll(List.of(settings));
        return TestServer.start(new SessionServer(), all);
    }
}
