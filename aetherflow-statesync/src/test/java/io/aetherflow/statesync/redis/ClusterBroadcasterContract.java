// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.broadcast.BroadcasterContract;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;

/** The contract on a Cluster of three masters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClusterBroadcasterContract extends BroadcasterContract {
    private RedisCluster cluster;
    private RedisClusterClient client;
    private final String channel = "signals-" + UUID.randomUUID();

    abstract RedisCluster startCluster();

    /** Sends without a broadcaster. */
    abstract void send(RedisClusterClient through, String to, String message);

    @BeforeAll
    void connect() {
        cluster = startCluster();
        client = RedisClusterClient.builder()
                .nodes(cluster.masters().stream()
                        .map(node -> new HostAndPort("127.0.0.1", node.port()))
                        .collect(Collectors.toSet()))
                .build();
    }

    @AfterAll
    void disconnect() {
        client.close();
        cluster.close();
    }

    @Override
    protected Broadcaster open() {
        return new RedisBroadcaster(client, channel);
    }

    @Override
    protected void cutConnections() {
        for (RedisServer node : cluster.masters()) {
            try (RedisClient direct = RedisClient.create(node.url())) {
                direct.executeCommand(new CommandArguments(Protocol.Command.CLIENT)
                        .add("KILL")
                        .add("TYPE")
                        .add("pubsub"));
            }
        }
    }

    @Override
    protected void sendForeignMessage(String message) {
        send(client, channel, message);
    }
}
