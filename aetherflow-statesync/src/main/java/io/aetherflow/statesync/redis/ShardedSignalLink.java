// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.RedisClusterClient;

/** SPUBLISH and SSUBSCRIBE: messages stay within the shard of the channel's name. */
final class ShardedSignalLink extends RedisSignalLink {
    private static final int FIRST_MAJOR_VERSION = 7;
    private static final Pattern MAJOR_VERSION = Pattern.compile("redis_version:(\\d+)");

    private final RedisClusterClient client;
    private final String channel;

    ShardedSignalLink(RedisClusterClient client, String channel) {
        super(client, channel);
        this.client = client;
        this.channel = channel;
    }

    /** Whether the Cluster is new enough, by one node's word. */
    static boolean isSupportedBy(RedisClusterClient client) {
        Matcher version = MAJOR_VERSION.matcher(client.info("server"));
        return version.find() && Integer.parseInt(version.group(1)) >= FIRST_MAJOR_VERSION;
    }

    @Override
    public void send(String message) {
        client.spublish(channel, message);
    }

    @Override
    void subscribe(Connection connection, Runnable subscribed, Consumer<String> handler) {
        new JedisShardedPubSub() {
            @Override
            public void onSSubscribe(String to, int count) {
                subscribed.run();
            }

            @Override
            public void onSMessage(String from, String message) {
                handler.accept(message);
            }
        }.proceed(connection, channel);
    }
}
