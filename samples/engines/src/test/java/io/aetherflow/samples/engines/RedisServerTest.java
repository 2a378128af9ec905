// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisServerTest {
    @Test
    void answeredWriteSurvivesAKill() {
        try (RedisServer server = RedisServer.start(RedisServer.DURABLE);
                RedisClient redis = RedisClient.create(server.url())) {
            redis.set("a", "1");

            server.kill();
            assertThatThrownBy(() -> redis.get("a")).isInstanceOf(JedisConnectionException.class);
            server.restart();

            assertThat(redis.get("a")).isEqualTo("1");
        }
    }

    @Test
    void pausedServerGoesOn() {
        try (RedisServer server = RedisServer.start(Map.of());
                RedisClient redis = RedisClient.builder()
                        .hostAndPort("127.0.0.1", server.port())
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .timeoutMillis(200)
                                .build())
                        .build()) {
            redis.set("a", "1");
            server.pause();
            assertThatThrownBy(() -> redis.get("a")).hasRootCauseInstanceOf(SocketTimeoutException.class);

            server.resume();

            assertThat(redis.get("a")).isEqualTo("1");
        }
    }

    @Test
    void serverThatDoesNotStartSaysWhy() {
        assertThatThrownBy(() -> RedisServer.start(Map.of("no-such-setting", "1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-setting");
    }

    @Test
    void prefixesOfTestsDiffer() {
        assertThat(TestRedis.newPrefix()).isNotEqualTo(TestRedis.newPrefix());
        try (RedisClient redis = RedisClient.create(TestRedis.url())) {
            assertThat(redis.ping()).isEqualTo("PONG");
        }
    }
}
