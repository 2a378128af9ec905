// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import io.aetherflow.statesync.broadcast.SignalLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Pub/sub over one connection taken from the client's pool. The connection is cut at the end and never goes back: what Redis
 * had still sent to a subscriber would be read as the answer to somebody's next command.
 */
abstract class RedisSignalLink implements SignalLink {
    private final UnifiedJedis client;
    private final String channel;
    private volatile boolean closed;
    private volatile @Nullable Connection receiving;

    RedisSignalLink(UnifiedJedis client, String channel) {
        this.client = client;
        this.channel = channel;
    }

    /** Subscribes on a connection and blocks until it breaks. */
    abstract void subscribe(Connection connection, Runnable subscribed, Consumer<String> handler);

    @Override
    public final void receive(Runnable connected, Consumer<String> handler) {
        Connection connection = connect();
        receiving = connection;
        try {
            if (!closed) {
                subscribe(connection, () -> subscribed(connected), handler);
            }
        } finally {
            connection.setBroken();
            connection.close();
        }
    }

    private Connection connect() {
        if (client instanceof RedisClusterClient cluster) {
            return cluster.getConnectionFromSlot(JedisClusterCRC16.getSlot(channel));
        }
        if (client instanceof RedisSentinelClient sentinel) {
            return sentinel.getPrimaryNodesConnectionMap()
                    .values()
                    .iterator()
                    .next()
                    .getResource();
        }
        return ((RedisClient) client).getPool().getResource();
    }

    /** A connection that was cut before it subscribed has connected itself anew. */
    private void subscribed(Runnable connected) {
        if (closed) {
            cut();
        } else {
            connected.run();
        }
    }

    @Override
    public final void close() {
        closed = true;
        cut();
    }

    private void cut() {
        Connection connection = receiving;
        if (connection != null) {
            try {
                connection.forceDisconnect();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
