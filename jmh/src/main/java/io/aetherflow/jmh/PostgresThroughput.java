// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.aetherflow.samples.engines.PostgresServer;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.postgres.PostgresSchema;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;

/**
 * Measures the state-sync manager on a PostgreSQL server of its own that loses nothing (fsync and synchronous_commit are
 * on), beside bare inserts on the same server. Rounds of all cases take turns, so that a slow minute of the machine does
 * not hit one case alone; the figures are medians. A round that does not find every acknowledged operation committed
 * voids the run.
 */
public final class PostgresThroughput {
    /** One client with one operation at a time: what is compared with bare inserts. */
    private static final PipelinedRound SINGLE = new PipelinedRound(1, 1, 1);

    private final DataSource pool;
    private final Options options;
    private final BareInserts bareInserts;
    private final Map<PipelinedRound, Figures> figures = new LinkedHashMap<>();
    private final Figures bare = new Figures();
    private final Figures single = new Figures();

    private PostgresThroughput(DataSource pool, Options options) throws SQLException {
        this.pool = pool;
        this.options = options;
        this.bareInserts = new BareInserts(pool);
        figures.put(SINGLE, single);
        options.list("cases").forEach(text -> figures.putIfAbsent(PipelinedRound.parse(text), new Figures()));
    }

    /** Medians of one case. */
    private static final class Figures {
        final Rounds operations = new Rounds();
        final Rounds p50 = new Rounds();
        final Rounds p99 = new Rounds();

        void add(double operationsPerSecond, Latencies latencies) {
            operations.add(operationsPerSecond);
            p50.add(latencies.micros(0.50));
            p99.add(latencies.micros(0.99));
        }

        void addTo(Report.Row row) {
            row.put("ops/s", operations).put("p50 us", p50.median()).put("p99 us", p99.median());
        }
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(
                args, "cases=10x16/1,10x1/1,64x16/64", "warmups=1", "rounds=5", "seconds=5", "connections=8");
        Map<String, String> settings = Map.of("shared_buffers", "512MB", "max_wal_size", "4GB");
        try (PostgresServer server = PostgresServer.start(settings);
                HikariDataSource pool = pool(server.newDatabase(), options.number("connections"))) {
            PostgresSchema.migrate(pool);
            new PostgresThroughput(pool, options).run();
        }
    }

    private static HikariDataSource pool(String url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    private void run() throws SQLException, InterruptedException, ExecutionException {
        Report report = new Report("postgres", options.values())
                .note("PostgreSQL " + query("SHOW server_version") + ", fsync " + query("SHOW fsync")
                        + ", synchronous_commit " + query("SHOW synchronous_commit"))
                .note("p50, p99: of one submission until all of its operations are durable")
                .note(
                        "targets: 10x16/1 at least 20,000 ops/s with p99 below 50 ms; 64x16/64 at least 60,000 ops/s; p50 of"
                                + " one at most 1.5 times a bare INSERT");
        int warmups = options.number("warmups");
        for (int round = 0; round < warmups + options.number("rounds"); round++) {
            measure(round >= warmups);
        }
        bare.addTo(report.row("bare INSERT and COMMIT, 1 connection"));
        figures.forEach((measured, figure) -> figure.addTo(report.row(measured.toString())));
        double ratio = single.p50.median() / bare.p50.median();
        report.note(query("SELECT pg_total_relation_size('operation') / count(*) FROM operation")
                + " bytes of table and indexes an operation, of them "
                + query("SELECT avg(length(data))::integer FROM operation") + " the client's data");
        report.note(String.format(Locale.ROOT, "p50 of %s is %.2f times that of the bare INSERT", SINGLE, ratio));
        report.print();
    }

    private void measure(boolean counts) throws SQLException, InterruptedException, ExecutionException {
        long nanos = options.nanos("seconds");
        Latencies inserts = bareInserts.run(nanos);
        if (counts) {
            bare.add(inserts.count() * 1e9 / nanos, inserts);
        }
        for (Map.Entry<PipelinedRound, Figures> each : figures.entrySet()) {
            try (PostgresStateStore store = new PostgresStateStore(pool);
                    StateSyncManager manager = new StateSyncManager(store)) {
                PipelinedRound.Outcome outcome = each.getKey().run(manager, nanos);
                if (counts) {
                    each.getValue().add(outcome.operationsPerSecond(), outcome.latencies());
                }
            }
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
