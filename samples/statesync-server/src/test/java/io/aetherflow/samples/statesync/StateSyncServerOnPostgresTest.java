// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.engines.PostgresServer;
import io.aetherflow.samples.engines.SelfSignedCertificate;
import io.aetherflow.samples.server.CapturedLog;
import io.aetherflow.samples.server.ServerMain;
import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.TestProcess;
import io.aetherflow.samples.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server on a real PostgreSQL that fails, comes back, asks for a password, and speaks TLS. */
class StateSyncServerOnPostgresTest {
    @TempDir
    private Path folder;

    @Test
    void isNotReadyWhilePostgresIsDownAndReadyAgainByItself() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            goThroughTwoOutages();

            assertThat(log.messages("PostgreSQL fails")).hasSize(2);
            assertThat(log.messages("PostgreSQL works again")).hasSize(2);
            assertThat(log.messages("removing expired locks fails"))
                    .as("locks are looked at every 100 ms")
                    .hasSizeBetween(1, 2);
        }
    }

    private static void goThroughTwoOutages() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.FAST);
                TestServer server = start(settings(postgres))) {
            assertThat(server.status("/ready")).isEqualTo(200);

            postgres.kill();

            server.awaitReady(false);
            assertThat(server.status("/live")).isEqualTo(200);
            postgres.restart();
            server.awaitReady(true);

            postgres.pause();
            server.awaitReady(false);
            postgres.resume();
            server.awaitReady(true);
        }
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
    void rightPasswordLetsTheServerIn() {
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.FAST, "right");
                TestServer server = start(settings(postgres, "Store.Postgres.Password=right"))) {
            assertThat(new DocumentClient(server).create()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mistaken, FATAL: password authentication failed for user \"aetherflow\"",
        "'', The server requested SCRAM-based authentication"
    })
    void wrongOrMissingPasswordIsOneSentenceWithoutItAndExitOne(String password, String reason) throws Exception {
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.FAST, "right");
                TestProcess server = TestProcess.start(
                        StateSyncServer.class,
                        folder,
                        settings(postgres, "Store.Postgres.Password=" + password).stream()
                                .map(setting -> "--set=" + setting)
                                .toList())) {
            assertThat(server.exitCode()).isEqualTo(ServerMain.EXIT_FAILED);
            assertThat(server.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("PostgreSQL at 127.0.0.1:" + postgres.port() + " (Store.Postgres) cannot be used: "
                            + reason)
                    .doesNotContain("mistaken");
            assertThat(server.out()).isEmpty();
        }
    }

    @Test
    void tlsIsUsedAndTheServerIsVerified() throws Exception {
        SelfSignedCertificate certificate = SelfSignedCertificate.in(folder);
        SelfSignedCertificate other = SelfSignedCertificate.in(Files.createDirectory(folder.resolve("other")));
        String trust = "Store.Postgres.SSLRootCert=" + certificate.certificate();
        String mistrust = "Store.Postgres.SSLRootCert=" + other.certificate();
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.FAST, certificate)) {
            try (TestServer plain = start(settings(postgres, "Store.Postgres.SSLMode=disable"))) {
                plain.awaitReady(true);
                assertThat(encryptedConnections(postgres)).containsOnly("f");
            }
            for (String mode : List.of("require", "verify-ca", "verify-full")) {
                String sslMode = "Store.Postgres.SSLMode=" + mode;
                try (TestServer server = start(settings(postgres, sslMode, trust))) {
                    server.awaitReady(true);
                    assertThat(encryptedConnections(postgres)).containsOnly("t");
                }
            }
            assertRefused("SSL error: PKIX path", settings(postgres, "Store.Postgres.SSLMode=verify-ca", mistrust));
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
                "Broadcast.Type=postgres",
                "Manager.CleanupInterval=100ms"));
        settings.addAll(List.of(more));
        return settings;
    }

    private static TestServer start(List<String> settings) {
        return TestServer.start(new StateSyncServer(), settings);
    }
}
