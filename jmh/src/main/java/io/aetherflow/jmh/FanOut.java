// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.aetherflow.samples.engines.PostgresServer;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.StateSyncConfig;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.postgres.PostgresBroadcaster;
import io.aetherflow.statesync.postgres.PostgresSchema;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.util.Map;

/**
 * Measures how long it takes from a commit at one node until subscribers at that node and at another have the operation:
 * two managers with pools of their own on one PostgreSQL that loses nothing, signals over LISTEN and NOTIFY. Operations
 * are sent at a steady rate, whether earlier ones are back or not; the rates are raised until the knee shows. A round in
 * which a subscriber misses an operation voids the run.
 */
public final class FanOut {
    private FanOut() {}

    public static void main(String[] args) throws Exception {
        Options options =
                Options.parse(args, "rates=200,200,400,800,1600,3200", "subscribers=50", "seconds=10", "connections=8");
        Report report = new Report("fan-out", options.values())
                .note("half of the subscribers at the node that commits, half at the other; one document")
                .note("near, far: from the return of the commit until the operation is delivered at the same and at the"
                        + " other node; 0 if it was delivered first")
                .note("the first row is warm-up");
        try (PostgresServer server = PostgresServer.start(Map.of("max_wal_size", "4GB"))) {
            String url = server.newDatabase();
            int connections = options.number("connections");
            try (Node here = new Node(url, connections);
                    Node there = new Node(url, connections)) {
                for (int rate : options.numbers("rates")) {
                    FanOutRound round = new FanOutRound(rate, options.number("subscribers"), options.nanos("seconds"));
                    round.run(here.manager, there.manager);
                    round.addTo(report.row(rate + " ops/s"));
                }
            }
        }
        report.print();
    }

    /** A manager with a pool and a broadcaster of its own. */
    private static final class Node implements AutoCloseable {
        private final HikariDataSource pool;
        private final Broadcaster broadcaster;
        private final StateSyncManager manager;

        Node(String url, int connections) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(connections);
            pool = new HikariDataSource(config);
            PostgresSchema.migrate(pool);
            broadcaster = new PostgresBroadcaster(pool);
            manager = new StateSyncManager(
                    new PostgresStateStore(pool),
                    StateSyncConfig.builder().broadcaster(broadcaster).build());
        }

        @Override
        public void close() {
            manager.close();
            broadcaster.close();
            pool.close();
        }
    }
}
