// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.session.redis.RedisStores;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The store in a Redis Cluster of three masters passes the contract, and uses all of them. */
class RedisClusterTest extends RedisStoreContracts {
    private static RedisCluster cluster;
    private static RedisClusterClient redis;

    @BeforeAll
    static void connect() {
        cluster = RedisCluster.start();
        redis = RedisClusterClient.create(
                new HostAndPort("127.0.0.1", cluster.masters().get(0).port()));
    }

    @AfterAll
    static void disconnect() {
        redis.close();
        cluster.close();
    }

    @Override
    UnifiedJedis redis() {
        return redis;
    }

    @Nested
    class Masters extends SessionStoreFixture {
        @Override
        SessionStore newStore() {
            return RedisStores.open(redis);
        }

        @Test
        void usersAreSpreadOverAllMasters() {
            List<Long> before = keysByMaster();

            for (int i = 0; i < 60; i++) {
                create("user-" + i);
            }

            for (int i = 0; i < before.size(); i++) {
                assertThat(keysByMaster().get(i)).isGreaterThan(before.get(i));
            }
        }

        @Test
        void slotThatMovesIsFollowed() {
            int slot = JedisClusterCRC16.getSlot("{7}"); // of the bucket that nobody here is in
            RedisServer owner = cluster.masters().get(slot * 3 / 16_384);
            RedisServer next = cluster.masters().get((slot * 3 / 16_384 + 1) % 3);
            assertThat(call(owner, Protocol.Command.CLUSTER, "COUNTKEYSINSLOT", slot))
                    .isEqualTo(0L);
            Session elsewhere = create("ann");

            Object newOwner = call(next, Protocol.Command.CLUSTER, "MYID");
            for (RedisServer each : cluster.masters()) {
                call(each, Protocol.Command.CLUSTER, "SETSLOT", slot, "NODE", newOwner);
            }

            assertThat(store.list(SessionQuery.all(), T0).items()).containsExactly(elsewhere);
            assertThat(store.count(T0).total()).isEqualTo(1);
            assertThat(store.claimEnded(T0, at(30), 10)).isEmpty();
        }

        private List<Long> keysByMaster() {
            return cluster.masters().stream()
                    .map(node -> (Long) call(node, Protocol.Command.DBSIZE))
                    .toList();
        }

        private Object call(RedisServer node, Protocol.Command command, Object... arguments) {
            try (RedisClient client = RedisClient.create(node.url())) {
                return client.executeCommand(new CommandArguments(command).addObjects(arguments));
            }
        }
    }
}
