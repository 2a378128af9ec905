// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.engines.RedisSentinels;
import io.aetherflow.session.redis.RedisSessionStore;
import io.aetherflow.session.redis.RedisSessionStoreOptions;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisSentinelClient;

/** A master that sentinels replace. */
class RedisSentinelTest extends SessionStoreFixture {
    private static RedisSentinels set;
    private static RedisSentinelClient redis;

    @BeforeAll
    static void start() {
        set = RedisSentinels.start();
        Set<HostAndPort> sentinels = set.sentinels().stream()
                .map(sentinel -> new HostAndPort("127.0.0.1", sentinel.port()))
                .collect(Collectors.toSet());
        redis = RedisSentinelClient.builder()
                .masterName(RedisSentinels.MASTER_NAME)
                .sentinels(sentinels)
                .build();
    }

    @AfterAll
    static void stop() {
        redis.close();
        set.close();
    }

    @Override
    SessionStore newStore() {
        return new RedisSessionStore(
                redis,
                RedisSessionStoreOptions.builder()
                        .awaitReplicas(1, Duration.ofSeconds(1))
                        .build());
    }

    @Test
    void whatAReplicaConfirmedSurvivesTheLossOfTheMaster() {
        Session kept = create("ann");
        Session deleted = create("bob");
        TokenHash token = hash();
        delete(deleted.id(), at(1));
        store.rotate(kept.id(), token, at(1), at(1)); // and with it all that came before

        set.master().kill();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(SessionStoreException.class)
                .untilAsserted(() -> assertThat(store.find(kept.id(), at(2))).contains(kept));
        assertThat(store.credentials(kept.id(), at(2)))
                .map(SessionCredentials::current)
                .contains(token);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(SessionStoreException.class)
                .untilAsserted(() -> assertThatThrownBy(() -> store.heartbeat(deleted.id(), at(2)))
                        .isInstanceOf(SessionNotFoundException.class));
    }
}
