// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import io.aetherflow.samples.engines.TestRedis;
import io.aetherflow.session.SessionStore;
import redis.clients.jedis.UnifiedJedis;

/** Empty stores in a Redis that tests share. */
public final class RedisStores {
    private static final int FEW_BUCKETS = 4;

    private RedisStores() {}

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
