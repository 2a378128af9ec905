// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.session.redis.RedisSessionStore;
import io.aetherflow.session.redis.RedisSessionStoreOptions;
import java.time.Duration;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;

/** The example of README.md for Redis, so that it compiles and can be run. */
final class RedisReadmeExample {
    private RedisReadmeExample() {}

    static long run(String host, int port) {
        try (RedisClient redis = RedisClient.builder()
                        .hostAndPort(host, port)
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .timeoutMillis(2000)
                                .build())
                        .build();
                SessionStore store = new RedisSessionStore(
                        redis,
                        RedisSessionStoreOptions.builder()
                                .keyPrefix("chat:")
                                .retention(Duration.ofDays(1))
                                .build());
                SessionManager sessions = SessionManager.builder(store).build()) {
            sessions.create(NewSession.builder("ann").build());
            return sessions.count();
        }
    }
}
