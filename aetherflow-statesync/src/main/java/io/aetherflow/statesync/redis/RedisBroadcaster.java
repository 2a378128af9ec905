// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import io.aetherflow.core.Registration;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.broadcast.LinkedBroadcaster;
import java.util.Objects;
import java.util.function.Consumer;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * Carries signals between nodes with Redis pub/sub. Nodes that use the same channel of the same Redis hear each other.
 * Keeps one connection of the client's pool for receiving.
 */
public final class RedisBroadcaster implements Broadcaster {
    /** The channel unless another is given. */
    public static final String DEFAULT_CHANNEL = "aetherflow:statesync";

    private final LinkedBroadcaster linked;

    /**
     * Starts sending and receiving on {@value #DEFAULT_CHANNEL}.
     *
     * @param client to a single Redis, a Cluster, or one found by Sentinel; not closed with the broadcaster
     * @throws IllegalArgumentException if the client is of another kind
     */
    public RedisBroadcaster(UnifiedJedis client) {
        this(client, DEFAULT_CHANNEL);
    }

    /**
     * Starts sending and receiving. On a Cluster of Redis 7 or newer, signals stay within the shard that the channel's
     * name belongs to (sharded pub/sub); on an older Cluster, every node of it passes them on to every other.
     *
     * @param client to a single Redis, a Cluster, or one found by Sentinel; not closed with the broadcaster. Give it a
     *     blocking socket timeout of 9 s: there is a message every 3 s, so silence means that the other end is gone
     * @param channel the channel
     * @throws IllegalArgumentException if the client is of another kind
     */
    public RedisBroadcaster(UnifiedJedis client, String channel) {
        Objects.requireNonNull(channel, "channel");
        if (!(client instanceof RedisClient
                || client instanceof RedisSentinelClient
                || client instanceof RedisClusterClient)) {
            throw new IllegalArgumentException("client: " + client.getClass().getName()
                    + ", allowed are RedisClient, RedisSentinelClient and RedisClusterClient");
        }
        linked = new LinkedBroadcaster(
                client instanceof RedisClusterClient cluster && ShardedSignalLink.isSupportedBy(cluster)
                        ? new ShardedSignalLink(cluster, channel)
                        : new PubSubSignalLink(client, channel));
    }

    @Override
    public void publish(Signal signal) {
        linked.publish(signal);
    }

    @Override
    public Registration listen(Consumer<Signal> listener) {
        return linked.listen(listener);
    }

    @Override
    public void close() {
        linked.close();
    }
}
