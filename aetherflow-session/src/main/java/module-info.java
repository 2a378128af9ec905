// SPDX-License-Identifier: Apache-2.0
/** Sessions: manager, store port, the in-memory store, and the store in Redis, which needs jedis. */
module io.aetherflow.session {
    requires static transitive org.jspecify;
    requires transitive io.aetherflow.core;
    requires org.slf4j;
    requires static transitive redis.clients.jedis;

    exports io.aetherflow.session;
    exports io.aetherflow.session.redis;
}
