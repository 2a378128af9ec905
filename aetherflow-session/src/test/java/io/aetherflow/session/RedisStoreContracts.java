// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.session.redis.RedisStores;
import org.junit.jupiter.api.Nested;
import redis.clients.jedis.UnifiedJedis;

/** All that every store does, done by the store in Redis. */
abstract class RedisStoreContracts {
    /** A server that other tests use too; each test has a prefix of its own. */
    abstract UnifiedJedis redis();

    @Nested
    class OneSession extends SessionStoreContract {
        @Override
        SessionStore newStore() {
            return RedisStores.open(redis());
        }
    }

    @Nested
    class Listing extends SessionListingContract {
        @Override
        SessionStore newStore() {
            return RedisStores.open(redis());
        }
    }

    @Nested
    class Ending extends SessionEndingContract {
        @Override
        SessionStore newStore() {
            return RedisStores.open(redis());
        }
    }

    @Nested
    class Concurrency extends SessionConcurrencyContract {
        @Override
        SessionStore newStore() {
            return RedisStores.open(redis());
        }

        @Override
        int share(int most) {
            return most / 5;
        }
    }

    @Nested
    class Model extends SessionModelContract {
        @Override
        SessionStore newStore() {
            return RedisStores.openSmall(redis());
        }

        @Override
        int share(int most) {
            return most / 10;
        }
    }
}
