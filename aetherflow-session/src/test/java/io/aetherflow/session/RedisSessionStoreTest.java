// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.samples.engines.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The store in a standalone Redis passes the contract. */
class RedisSessionStoreTest extends RedisStoreContracts {
    private static RedisClient redis;

    @BeforeAll
    static void connect() {
        redis = RedisClient.create(TestRedis.url());
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @Override
    UnifiedJedis redis() {
        return redis;
    }
}
