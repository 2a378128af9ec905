// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
    @Test
    void committedRowSurvivesAKill() throws SQLException {
        try (PostgresServer server = PostgresServer.start(Map.of())) {
            String url = server.newDatabase();
            assertThat(query(url, "SHOW fsync")).isEqualTo("on");
            PostgresServer.execute(url, "CREATE TABLE kept AS SELECT 7 AS n");

            server.kill();
            assertThatThrownBy(() -> query(url, "SELECT 1")).isInstanceOf(SQLException.class);
            server.restart();

            assertThat(query(url, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void pausedServerGoesOn() throws SQLException {
        try (PostgresServer server = PostgresServer.start(PostgresServer.FAST)) {
            String url = server.newDatabase();
            assertThat(query(url, "SHOW fsync")).isEqualTo("off");
            server.pause();
            assertThatThrownBy(() -> query(url + "&loginTimeout=1", "SELECT 1")).isInstanceOf(SQLException.class);

            server.resume();

            assertThat(query(url, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void serverWithAPasswordLetsNobodyInWithoutIt() throws SQLException {
        try (PostgresServer server = PostgresServer.start(PostgresServer.FAST, "secret")) {
            String url = server.newDatabase();

            assertThat(query(url, "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolcanlogin"))
                    .isEqualTo("t");
            assertThatThrownBy(() -> query(url.replace("secret", "mistaken"), "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void everyTestDatabaseIsEmpty() throws SQLException {
        String first = TestPostgres.newDatabase();
        PostgresServer.execute(first, "CREATE TABLE mine ()");

        assertThat(query(first, "SELECT count(*) FROM mine")).isEqualTo("0");
        assertThatThrownBy(() -> query(TestPostgres.newDatabase(), "SELECT count(*) FROM mine"))
                .isInstanceOf(SQLException.class);
    }

    private static String query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
