// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.aetherflow.samples.engines.TcpProxy;
import io.aetherflow.statesync.StateSyncConfig;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.postgres.PostgresBroadcaster;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.util.function.UnaryOperator;

/** One node of a cluster: a manager with its own pool, behind a network of its own that can fail. */
final class Node implements AutoCloseable {
    private static final int CONNECTIONS = 6;
    private static final int TIMEOUT_MILLIS = 1_000;

    private final TcpProxy network;
    private final HikariDataSource pool;
    private final PostgresBroadcaster broadcaster;
    private final StateSyncManager manager;

    /** Starts a node. */
    Node(int postgresPort, String url, UnaryOperator<StateSyncConfig.Builder> configuration) {
        network = TcpProxy.to(postgresPort);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.replace(":" + postgresPort + "/", ":" + network.port() + "/"));
        config.addDataSourceProperty("socketTimeout", "2");
        config.addDataSourceProperty("connectTimeout", "2");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(TIMEOUT_MILLIS);
        config.setValidationTimeout(TIMEOUT_MILLIS / 2);
        pool = new HikariDataSource(config);
        broadcaster = new PostgresBroadcaster(pool);
        manager = new StateSyncManager(
                new PostgresStateStore(pool),
                configuration
                        .apply(StateSyncConfig.builder().broadcaster(broadcaster))
                        .build());
    }

    StateSyncManager manager() {
        return manager;
    }

    TcpProxy network() {
        return network;
    }

    /** Ends the node wherever it is in what it does, its connections first. */
    @Override
    public void close() {
        network.close();
        pool.close();
        broadcaster.close();
        manager.close();
    }
}
