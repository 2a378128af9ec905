// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.samples.engines.PostgresServer;
import io.aetherflow.samples.engines.RedisServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The PostgreSQL and the Redis of a run, started for it or given, and how servers are told of them. */
final class Engines implements AutoCloseable {
    private final Deque<Runnable> started = new ArrayDeque<>();
    private final String name = "cluster_demo_" + UUID.randomUUID().toString().substring(0, 8);
    private final EngineUrl postgres;
    private final EngineUrl redis;

    private Engines(Options options) {
        boolean complete = false;
        try {
            postgres = options.postgres().orElseGet(this::startPostgres);
            redis = options.redis().orElseGet(this::startRedis);
            complete = true;
        } finally {
            if (!complete) {
                stop();
            }
        }
    }

    /** Starts what is not given, and makes the schema. */
    static Engines start(Options options) throws SQLException {
        Engines engines = new Engines(options);
        try {
            engines.execute("CREATE SCHEMA " + engines.name);
            return engines;
        } catch (SQLException e) {
            engines.stop();
            throw new SQLException("PostgreSQL at " + engines.postgres + " cannot be used: " + e.getMessage(), e);
        }
    }

    private EngineUrl startPostgres() {
        PostgresServer server = PostgresServer.start(Map.of("fsync", "on", "synchronous_commit", "on"));
        started.push(server::close);
        return new EngineUrl("127.0.0.1", server.port(), server.user(), "", "postgres");
    }

    private EngineUrl startRedis() {
        RedisServer server = RedisServer.start(RedisServer.DURABLE);
        started.push(server::close);
        return new EngineUrl("127.0.0.1", URI.create(server.url()).getPort(), "", "", "");
    }

    /** What is used, and how durable it is. */
    String description() throws SQLException {
        return "PostgreSQL " + show("server_version") + " at " + postgres + " (fsync " + show("fsync")
                + ", synchronous_commit " + show("synchronous_commit") + "), Redis at " + redis;
    }

    List<String> sessionSettings() {
        return List.of(
                "Store.Type=redis",
                "Store.Redis.Addr=" + redis,
                "Store.Redis.User=" + redis.user(),
                "Store.Redis.Database=" + (redis.database().isEmpty() ? "0" : redis.database()),
                "Store.Redis.KeyPrefix=" + name + ":");
    }

    List<String> stateSyncSettings() {
        return List.of(
                "Store.Type=postgres",
                "Store.Postgres.Host=" + postgres.host(),
                "Store.Postgres.Port=" + postgres.port(),
                "Store.Postgres.User=" + postgres.user(),
                "Store.Postgres.DBName=" + postgres.database(),
                "Store.Postgres.Schema=" + name,
                "Broadcast.Type=postgres");
    }

    /** Passwords go by environment variables: anybody on the machine may read a command line. */
    Map<String, String> sessionSecrets() {
        return Map.of("AETHERFLOW_STORE_REDIS_PASSWORD", redis.password());
    }

    /** The same for the state-sync servers. */
    Map<String, String> stateSyncSecrets() {
        return Map.of("AETHERFLOW_STORE_POSTGRES_PASSWORD", postgres.password());
    }

    /** Connections to the tables of the run. */
    DataSource documents() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {postgres.host()});
        source.setPortNumbers(new int[] {postgres.port()});
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        source.setDatabaseName(postgres.database());
        source.setCurrentSchema(name);
        return source;
    }

    private String show(String parameter) throws SQLException {
        try (Connection connection = documents().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + parameter)) {
            row.next();
            return row.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = documents().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Drops the schema and stops what was started, also in a run that is given up and interrupted. */
    @Override
    public void close() throws SQLException {
        boolean interrupted = Thread.interrupted(); // or nothing could be waited for
        try {
            execute("DROP SCHEMA " + name + " CASCADE");
        } finally {
            stop();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stop() {
        while (!started.isEmpty()) {
            started.pop().run();
        }
    }
}
