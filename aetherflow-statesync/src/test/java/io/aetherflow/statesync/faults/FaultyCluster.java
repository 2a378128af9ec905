// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import io.aetherflow.samples.engines.PostgresServer;
import io.aetherflow.statesync.StateSyncConfig;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.postgres.PostgresSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.UnaryOperator;
import org.postgresql.ds.PGSimpleDataSource;

/** Some nodes on one PostgreSQL with fsync on, and what can go wrong with them. Faults are injected by one thread. */
final class FaultyCluster implements AutoCloseable {
    /** A fault comes, lasts, and goes. */
    enum Fault {
        CONNECTIONS_CUT,
        NETWORK_SILENT,
        NETWORK_DOWN,
        NODE_CRASHED,
        BACKENDS_TERMINATED,
        DATABASE_KILLED,
        DATABASE_PAUSED,
        DATABASE_READ_ONLY,
        STATEMENT_TIMEOUT
    }

    private static final int LONGEST_FAULT_MILLIS = 1_500;

    private final PostgresServer postgres = PostgresServer.start(Map.of("fsync", "on"));
    private final String url = postgres.newDatabase();
    private final AtomicReferenceArray<Node> nodes;
    private final Random random;

    FaultyCluster(int nodeCount, long seed) {
        random = new Random(seed);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        PostgresSchema.migrate(dataSource);
        nodes = new AtomicReferenceArray<>(nodeCount);
        for (int i = 0; i < nodeCount; i++) {
            nodes.set(i, newNode());
        }
    }

    private Node newNode() {
        return new Node(postgres.port(), url, UnaryOperator.<StateSyncConfig.Builder>identity());
    }

    StateSyncManager manager(int node) {
        return nodes.get(node).manager();
    }

    StateSyncManager anyManager() {
        return manager((int) (Math.random() * nodes.length()));
    }

    void inject(Fault fault) throws InterruptedException, SQLException {
        int number = random.nextInt(nodes.length());
        Node node = nodes.get(number);
        switch (fault) {
            case CONNECTIONS_CUT -> node.network().cut();
            case NETWORK_SILENT -> {
                node.network().silence();
                last();
                node.network().restore();
            }
            case NETWORK_DOWN -> {
                node.network().disconnect();
                last();
                node.network().restore();
            }
            case NODE_CRASHED -> {
                node.close();
                nodes.set(number, newNode());
            }
            case BACKENDS_TERMINATED ->
                execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
            case DATABASE_KILLED -> {
                postgres.kill();
                postgres.restart();
            }
            case DATABASE_PAUSED -> {
                postgres.pause();
                last();
                postgres.resume();
            }
            case DATABASE_READ_ONLY -> setForAWhile("default_transaction_read_only", "on");
            case STATEMENT_TIMEOUT -> setForAWhile("statement_timeout", "1");
        }
    }

    private void setForAWhile(String parameter, String value) throws InterruptedException, SQLException {
        execute("ALTER SYSTEM SET " + parameter + " = " + value, "SELECT pg_reload_conf()");
        last();
        execute("ALTER SYSTEM RESET " + parameter, "SELECT pg_reload_conf()");
    }

    private void last() throws InterruptedException {
        Thread.sleep(random.nextInt(LONGEST_FAULT_MILLIS / 10, LONGEST_FAULT_MILLIS));
    }

    /** Runs statements one by one as an administrator whom no fault concerns. */
    private void execute(String... statements) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("options", "-c statement_timeout=0 -c default_transaction_read_only=off");
        try (Connection connection = DriverManager.getConnection(url, settings);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < nodes.length(); i++) {
            nodes.get(i).close();
        }
        postgres.close();
    }
}
