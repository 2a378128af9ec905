// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.aetherflow.samples.engines.TestPostgres;
import io.aetherflow.statesync.postgres.PostgresSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A schema of our own in a real PostgreSQL, whose clock tests can move: it has a function clock_timestamp, which comes
 * before PostgreSQL's in the search path.
 */
final class PostgresTestDatabase implements AutoCloseable {
    private final String url = TestPostgres.newDatabase();
    private final HikariDataSource pool;

    PostgresTestDatabase() {
        try (HikariDataSource plain = pool(url)) {
            PostgresSchema.migrate(plain);
        }
        pool = pool(url + ",pg_catalog");
        execute("CREATE TABLE test_clock (ahead interval NOT NULL)");
        execute("INSERT INTO test_clock VALUES ('0')");
        execute("CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE"
                + " AS 'SELECT pg_catalog.clock_timestamp() + ahead FROM test_clock'");
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(8);
        return new HikariDataSource(config);
    }

    DataSource pool() {
        return pool;
    }

    void passTime(Duration duration) {
        execute("UPDATE test_clock SET ahead = ahead + interval '" + duration.toMillis() + " milliseconds'");
    }

    /** Empties all tables. */
    void clear() {
        execute("TRUNCATE document, document_acl, document_head, document_lock, document_client, document_snapshot,"
                + " operation, conflict, conflict_part");
    }

    void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** How many rows a table has. */
    long count(String table) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(table, e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
