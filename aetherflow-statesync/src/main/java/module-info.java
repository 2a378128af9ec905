// SPDX-License-Identifier: Apache-2.0
/** Versioned documents edited by many people at once: manager, store port, document models and the client side. */
@SuppressWarnings("requires-automatic") // Flyway and the names of its modules
module io.aetherflow.statesync {
    requires static transitive org.jspecify;
    requires transitive io.aetherflow.core;
    requires com.fasterxml.jackson.core;
    requires transitive org.pcollections;
    requires org.slf4j;
    // Only for io.aetherflow.statesync.postgres.
    requires static transitive java.sql;
    requires static flyway.core;
    requires static org.postgresql.jdbc;
    requires static org.checkerframework.checker.qual;
    // Only for io.aetherflow.statesync.redis.
    requires static transitive redis.clients.jedis;

    exports io.aetherflow.statesync;
    exports io.aetherflow.statesync.model;
    exports io.aetherflow.statesync.postgres;
    exports io.aetherflow.statesync.redis;
    exports io.aetherflow.statesync.replica;
}
