// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.aetherflow.samples.engines.PostgresServer;
import io.aetherflow.samples.engines.SelfSignedCertificate;
import io.aetherflow.samples.server.SampleServer;
import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.config.ConfigLoader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The server on a real PostgreSQL that fails, comes back, and speaks TLS. */
class StateSyncServerOnPostgresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void isNotReadyWhilePostgresIsDownAndReadyAgainByItself() throws Exception {
        ListAppender<ILoggingEvent> log = capturedLog();
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.FAST);
                SampleServer server = start(settings(postgres))) {
            assertThat(status(server, "/ready")).isEqualTo(200);

            postgres.kill();

            awaitReady(server, false);
            assertThat(status(server, "/live")).isEqualTo(200);
            postgres.restart();
            awaitReady(server, true);

            postgres.pause();
            awaitReady(server, false);
            postgres.resume();
            awaitReady(server, true);
        }
        assertThat(messages(log, "PostgreSQL fails")).hasSize(2);
        assertThat(messages(log, "PostgreSQL works again")).hasSize(2);
        assertThat(messages(log, "removing expired locks fails"))
                .as("locks are looked at every 100 ms")
                .hasSizeBetween(1, 2);
    }

    @Test
    void postgresThatIsDownAtTheStartIsOneSentence() {
        PostgresServer postgres = PostgresServer.start(PostgresServer.FAST);
        postgres.close();

        assertRefused("Connection to 127.0.0.1:" + postgres.port() + " refused", settings(postgres));
    }

    @Test
    void unknownDatabaseAndMissingTablesAreOneSentence() {
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.FAST)) {
            assertRefused("database \"nowhere\" does not exist", settings(postgres, "Store.Postgres.DBName=nowhere"));
            assertThatThrownBy(() -> start(settings(postgres, "Store.Postgres.MigrateOnStart=false")))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessage("PostgreSQL cannot be used: the current schema has no tables of AetherFlow;"
                            + " PostgresSchema.migrate makes them");
        }
    }

    @Test
    void tlsIsUsedAndTheServerIsVerified() throws Exception {
        SelfSignedCertificate certificate = SelfSignedCertificate.in(folder);
        SelfSignedCertificate other = SelfSignedCertificate.in(Files.createDirectory(folder.resolve("other")));
        String trust = "Store.Postgres.SSLRootCert=" + certificate.certificate();
        String mistrust = "Store.Postgres.SSLRootCert=" + other.certificate();
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.FAST, certificate)) {
            try (SampleServer plain = start(settings(postgres, "Store.Postgres.SSLMode=disable"))) {
                assertThat(plain.port()).isPositive();
                assertThat(encryptedConnections(postgres)).containsOnly("f");
            }
            for (String mode : List.of("require", "verify-ca", "verify-full")) {
                String sslMode = "Store.Postgres.SSLMode=" + mode;
                try (SampleServer server = start(settings(postgres, sslMode, trust))) {
                    assertThat(server.port()).isPositive();
                    assertThat(encryptedConnections(postgres)).containsOnly("t");
                }
            }
            assertRefused(
                    "SSL error: PKIX path",
                    settings(postgres, "Store.Postgres.SSLMode=verify-ca", mistrust));
            assertRefused(
                    "hostname",
                    settings(postgres, "Store.Postgres.Host=localhost", "Store.Postgres.SSLMode=verify-full", trust));
        }
    }

    private static void assertRefused(String reason, List<String> settings) {
        assertThatThrownBy(() -> start(settings))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("(Store.Postgres) cannot be used: ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    private static List<String> encryptedConnections(PostgresServer postgres) throws Exception {
        String sql = "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                + " WHERE application_name = 'statesync-server'";
        List<String> encrypted = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(postgres.url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                encrypted.add(rows.getString(1));
            }
        }
        return encrypted;
    }

    private static List<String> settings(PostgresServer postgres, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "Store.Type=postgres",
                "Store.Postgres.Port=" + postgres.port(),
                "Store.Postgres.User=" + postgres.user(),
                "Store.Postgres.DBName=postgres",
                "Store.Postgres.ConnectTimeout=1s",
                "Store.Postgres.StatementTimeout=1s",
                "Broadcast.Type=postgres"));
        settings.addAll(List.of(more));
        return settings;
    }

    private static SampleServer start(List<String> settings) {
        StateSyncServer definition = new StateSyncServer();
        ConfigLoader loader = new ConfigLoader(definition.schema())
                .set("Server.Port=0")
                .set("Metrics.Port=0")
                .set("Manager.CleanupInterval=100ms");
        settings.forEach(loader::set);
        return SampleServer.start(definition, loader.load());
    }

    private void awaitReady(SampleServer server, boolean ready) {
        await().atMost(PATIENCE).until(() -> status(server, "/ready") == (ready ? 200 : 503));
    }

    private int status(SampleServer server, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        server.metricsUri().orElseThrow().resolve(path))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static List<String> messages(ListAppender<ILoggingEvent> log, String start) {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.startsWith(start))
                .toList();
    }

    private static ListAppender<ILoggingEvent> capturedLog() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        ((Logger) LoggerFactory.getLogger("io.aetherflow")).addAppender(appender);
        return appender;
    }
}
