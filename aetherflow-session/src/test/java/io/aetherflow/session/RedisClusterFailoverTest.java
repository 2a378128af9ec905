// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.session.redis.RedisSessionStore;
import io.aetherflow.session.redis.RedisSessionStoreOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A master of a Cluster that its replica replaces. */
class RedisClusterFailoverTest extends SessionStoreFixture {
    private static final int USERS = 12; // so that each master has some

    private RedisCluster cluster;
    private RedisClusterClient redis;

    @BeforeEach
    @Override
    void openStore() {
        cluster = RedisCluster.startWithReplicas();
        redis = RedisClusterClient.create(
                new HostAndPort("127.0.0.1", cluster.masters().get(0).port()));
        super.openStore();
    }

    @AfterEach
    void stop() {
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

    @Test
    void masterThatIsLostWhileItWaitsForItsReplicaIsAnError() {
        Session session = create(userOn(2));
        cluster.replicas().get(2).pause();
        try {
            CompletableFuture<Void> delete = CompletableFuture.runAsync(() -> delete(session.id(), at(1)));
            Awaitility.await().until(() -> store.find(session.id(), at(1)).isEmpty());
            cluster.masters().get(2).kill();

            assertThatThrownBy(delete::join).hasCauseInstanceOf(SessionStoreException.class);
        } finally {
            cluster.replicas().get(2).resume();
        }

        untilAnswered().until(() -> store.find(session.id(), at(1)), answer -> true);
    }

    /** A user whose sessions are on one of the first masters. */
    private String userOn(int master) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "user-" + i)
                .filter(user -> {
                    long bucket = store.idFor(new UUID(0, 0), user).getLeastSignificantBits();
                    return JedisClusterCRC16.getSlot("{" + bucket + "}") * 3 / 16_384 == master;
                })
                .findFirst()
                .orElseThrow();
    }

    private static ConditionFactory untilAnswered() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(SessionStoreException.class);
    }
}
