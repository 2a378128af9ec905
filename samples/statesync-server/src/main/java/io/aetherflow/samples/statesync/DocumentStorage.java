// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.statesync;

import com.zaxxer.hikari.HikariDataSource;
import io.aetherflow.samples.server.ServerAssembly;
import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.keys.BroadcastKeys;
import io.aetherflow.samples.server.keys.PostgresKeys;
import io.aetherflow.samples.server.keys.StoreKeys;
import io.aetherflow.samples.server.keys.StoreType;
import io.aetherflow.samples.server.store.PostgresPing;
import io.aetherflow.samples.server.store.PostgresPool;
import io.aetherflow.samples.server.store.RedisClients;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.LocalBroadcaster;
import io.aetherflow.statesync.StateStore;
import io.aetherflow.statesync.StateStoreException;
import io.aetherflow.statesync.postgres.PostgresBroadcaster;
import io.aetherflow.statesync.postgres.PostgresSchema;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import io.aetherflow.statesync.redis.RedisBroadcaster;
import java.time.Clock;
import javax.sql.DataSource;
import redis.clients.jedis.UnifiedJedis;

/**
 * Where a server keeps documents, and how it hears of what other servers on the same store do.
 *
 * @param store keeps the documents
 * @param broadcaster carries signals between the servers
 */
record DocumentStorage(StateStore store, Broadcaster broadcaster) {
    /** Opens what a configuration asks for. */
    static DocumentStorage open(ServerAssembly assembly) {
        if (assembly.config().value(StoreKeys.TYPE) == StoreType.MEMORY) {
            StateStore store = assembly.closeOnStop(new InMemoryStateStore(Clock.systemUTC()));
            return new DocumentStorage(store, broadcaster(assembly));
        }
        HikariDataSource pool = assembly.closeOnStop(PostgresPool.open(assembly.config(), assembly.name()));
        assembly.watch("PostgreSQL", assembly.closeOnStop(new PostgresPing(assembly.config(), assembly.name())));
        return new DocumentStorage(openTables(assembly, pool), broadcaster(assembly));
    }

    private static StateStore openTables(ServerAssembly assembly, DataSource pool) {
        try {
            if (assembly.config().value(PostgresKeys.MIGRATE_ON_START)) {
                PostgresSchema.migrate(pool);
            }
            return assembly.closeOnStop(new PostgresStateStore(pool));
        } catch (StateStoreException e) {
            throw ServerStartException.of(e);
        }
    }

    private static Broadcaster broadcaster(ServerAssembly assembly) {
        Config config = assembly.config();
        return assembly.closeOnStop(
                switch (config.value(BroadcastKeys.TYPE)) {
                    case LOCAL -> new LocalBroadcaster();
                    case POSTGRES -> new PostgresBroadcaster(PostgresPool.source(config, assembly.name() + "-signals"));
                    case REDIS -> new RedisBroadcaster(openRedis(assembly));
                });
    }

    /** Signals may be lost, so the server is ready without Redis. */
    private static UnifiedJedis openRedis(ServerAssembly assembly) {
        return assembly.closeOnStop(RedisClients.open(assembly.config(), BroadcastKeys.REDIS));
    }
}
