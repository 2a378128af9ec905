// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.session.redis.RedisSessionStore;
import io.aetherflow.session.redis.RedisSessionStoreOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

/** A master of a Cluster that its replica replaces. */
class RedisClusterFailoverTest extends SessionStoreFixture {
    private static final int USERS = 12; // so that each master has some

    private static RedisCluster cluster;
    private static RedisClusterClient redis;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.startWithReplicas();
        redis = RedisClusterClient.create(
                new HostAndPort("127.0.0.1", cluster.masters().get(0).port()));
    }

    @AfterAll
    static void stop() {
        redis.close();
        cluster.close();
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
    void whatAReplicaConfirmedSurvivesTheLossOfAMaster() {
        List<Session> kept = new ArrayList<>();
        List<Session> deleted = new ArrayList<>();
        List<TokenHash> tokens = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            kept.add(create("user-" + i));
            deleted.add(create("user-" + i));
            tokens.add(hash());
            delete(deleted.get(i).id(), at(1));
            store.rotate(kept.get(i).id(), tokens.get(i), at(1), at(1)); // and with it all that came before
        }

        cluster.masters().get(1).kill();

        for (int i = 0; i < USERS; i++) {
            Session each = kept.get(i);
            untilAnswered().until(() -> store.heartbeat(each.id(), at(2)), answer -> true);
            assertThat(store.credentials(each.id(), at(2)))
                    .map(SessionCredentials::current)
                    .contains(tokens.get(i));
            assertThat(store.find(deleted.get(i).id(), at(2))).isEmpty();
        }
        assertThat(store.count(at(2))).isEqualTo(new SessionCounts(0, USERS, 0, 0));
        assertThat(sweep(at(100))).hasSize(USERS);
    }

    private static ConditionFactory untilAnswered() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(SessionStoreException.class);
    }
}
