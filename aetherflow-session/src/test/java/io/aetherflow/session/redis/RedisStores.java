// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.samples.engines.TestRedis;
import io.aetherflow.session.SessionStore;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** Empty stores in a Redis that tests share. */
public final class RedisStores {
    private static final int FEW_BUCKETS = 4;

    private RedisStores() {}

    /** A client that waits so long for connections and for answers. */
    public static RedisClient connect(RedisServer server, int timeoutMillis) {
        return RedisClient.builder()
                .hostAndPort("127.0.0.1", server.port())
                .clientConfig(DefaultJedisClientConfig.builder()
                        .timeoutMillis(timeoutMillis)
                        .build())
                .build();
    }

    /** Options with a prefix of their own. */
    public static RedisSessionStoreOptions options() {
        return RedisSessionStoreOptions.builder()
                .keyPrefix(TestRedis.newPrefix())
                .build();
    }

    public static SessionStore open(UnifiedJedis jedis) {
        return new RedisSessionStore(jedis, options());
    }

    /** A store for tests that look into all buckets at every step. */
    public static SessionStore openSmall(UnifiedJedis jedis) {
        return new RedisSessionStore(jedis, options(), FEW_BUCKETS);
    }
}
