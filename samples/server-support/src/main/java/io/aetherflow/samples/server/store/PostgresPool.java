// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.keys.PostgresKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connection pools of PostgreSQL from a configuration. */
public final class PostgresPool {
    private PostgresPool() {}

    /**
     * Makes a pool, after a first connection of its own has shown that PostgreSQL lets us in.
     *
     * @param config the configuration
     * @param name of the pool, in thread names and in PostgreSQL's list of sessions
     * @return the pool, to be closed by the caller
     * @throws ServerStartException if no connection can be made
     */
    public static HikariDataSource open(Config config, String name) {
        PGSimpleDataSource source = source(config, name);
        try (Connection first = source.getConnection()) {
            first.isValid(0);
        } catch (SQLException e) {
            String address = config.value(PostgresKeys.HOST) + ":" + config.value(PostgresKeys.PORT);
            throw ServerStartException.cannotUse("PostgreSQL", "Store.Postgres", List.of(address), e);
        }
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(source);
        pool.setMaximumPoolSize(config.value(PostgresKeys.POOL_SIZE));
        pool.setConnectionTimeout(config.value(PostgresKeys.CONNECT_TIMEOUT).toMillis());
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }

    /**
     * Describes connections without a pool.
     *
     * @param config the configuration
     * @param name of the connections in PostgreSQL's list of sessions
     * @return makes a new connection each time
     */
    public static PGSimpleDataSource source(Config config, String name) {
        Duration connectTimeout = config.value(PostgresKeys.CONNECT_TIMEOUT);
        Duration statementTimeout = config.value(PostgresKeys.STATEMENT_TIMEOUT);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {config.value(PostgresKeys.HOST)});
        source.setPortNumbers(new int[] {config.value(PostgresKeys.PORT)});
        source.setDatabaseName(config.value(PostgresKeys.DB_NAME));
        source.setUser(config.value(PostgresKeys.USER));
        source.setPassword(config.value(PostgresKeys.PASSWORD).reveal());
        source.setCurrentSchema(config.value(PostgresKeys.SCHEMA));
        source.setApplicationName(name);
        source.setConnectTimeout(seconds(connectTimeout));
        source.setLoginTimeout(seconds(connectTimeout));
        // The server cancels a statement first; the socket's limit is for a server that is gone.
        source.setOptions("-c statement_timeout=" + statementTimeout.toMillis());
        source.setSocketTimeout(seconds(statementTimeout.plus(connectTimeout)));
        source.setTcpKeepAlive(true);
        source.setSslMode(config.value(PostgresKeys.SSL_MODE).toString());
        file(config.value(PostgresKeys.SSL_ROOT_CERT), source::setSslRootCert);
        file(config.value(PostgresKeys.SSL_CERT), source::setSslCert);
        file(config.value(PostgresKeys.SSL_KEY), source::setSslKey);
        return source;
    }

    private static void file(String path, Consumer<String> setting) {
        if (!path.isEmpty()) {
            setting.accept(path);
        }
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(Math.max(1, duration.toSeconds()));
    }
}
