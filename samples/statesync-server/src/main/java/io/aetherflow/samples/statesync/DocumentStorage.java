// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.statesync;

import com.zaxxer.hikari.HikariDataSource;
import io.aetherflow.samples.server.ServerAssembly;
import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.keys.PostgresKeys;
import io.aetherflow.samples.server.keys.StoreKeys;
import io.aetherflow.samples.server.keys.StoreType;
import io.aetherflow.samples.server.store.PostgresPool;
import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.StateStore;
import io.aetherflow.statesync.StateStoreException;
import io.aetherflow.statesync.postgres.PostgresSchema;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/** Opens the store that a configuration asks for. */
final class DocumentStorage {
    private static final int PING_SECONDS = 1;

    private DocumentStorage() {}

    static StateStore open(ServerAssembly assembly) {
        return assembly.config().value(StoreKeys.TYPE) == StoreType.POSTGRES
                ? openPostgres(assembly)
                : assembly.closeOnStop(new InMemoryStateStore(Clock.systemUTC()));
    }

    private static StateStore openPostgres(ServerAssembly assembly) {
        Config config = assembly.config();
        HikariDataSource pool = assembly.closeOnStop(PostgresPool.open(config, "statesync-server"));
        assembly.watch("PostgreSQL", () -> ping(pool));
        try {
            if (config.value(PostgresKeys.MIGRATE_ON_START)) {
                PostgresSchema.migrate(pool);
            }
            return assembly.closeOnStop(new PostgresStateStore(pool));
        } catch (StateStoreException e) {
            throw new ServerStartException(e.getMessage(), e);
        }
    }

    private static void ping(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(PING_SECONDS)) {
                throw new SQLException("the connection does not answer");
            }
        }
    }
}
