// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.samples.engines.TestRedis;
import io.aetherflow.session.redis.RedisStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import redis.clients.jedis.RedisClient;

/** The store in a standalone Redis passes the contract. */
class RedisSessionStoreTest {
    private static RedisClient redis;

    @BeforeAll
    static void connect() {
        redis = RedisClient.create(TestRedis.url());
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @Nested
    class OneSession extends SessionStoreContract {
        @Override
        SessionStore newStore() {
            return RedisStores.open(redis);
        }
    }

    @Nested
    class Listing extends SessionListingContract {
        @Override
        SessionStore newStore() {
            return RedisStores.open(redis);
        }
    }

    @Nested
    class Ending extends SessionEndingContract {
        @Override
        SessionStore newStore() {
            return RedisStores.open(redis);
        }
    }

    @Nested
    class Concurrency extends SessionConcurrencyContract {
        @Override
        SessionStore newStore() {
            return RedisStores.open(redis);
        }
    }

    @Nested
    class Model extends SessionModelContract {
        @Override
        SessionStore newStore() {
            return RedisStores.openSmall(redis);
        }
    }
}
