// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import io.aetherflow.statesync.broadcast.SignalLink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.RedisClusterClient;

/** SPUBLISH and SSUBSCRIBE: messages stay within the shard of the channel's name. */
final class ShardedSignalLink implements SignalLink {
    private static final int FIRST_MAJOR_VERSION = 7;
    private static final Pattern MAJOR_VERSION = Pattern.compile("redis_version:(\\d+)");

    private final RedisClusterClient client;
    private final String channel;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable JedisShardedPubSub subscription;

    ShardedSignalLink(RedisClusterClient client, String channel) {
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
    public void receive(Runnable connected, Consumer<String> handler) {
        JedisShardedPubSub receiver = new JedisShardedPubSub() {
            @Override
            public void onSSubscribe(String subscribed, int count) {
                connected.run();
                if (closed) {
                    leave(this);
                }
            }

            @Override
            public void onSMessage(String from, String message) {
                handler.accept(message);
            }
        };
        subscription = receiver;
        client.ssubscribe(receiver, channel);
    }

    @Override
    public void close() {
        closed = true;
        JedisShardedPubSub receiver = subscription;
        if (receiver != null && receiver.isSubscribed()) {
            leave(receiver);
        }
    }

    /** Unsubscribes once: the answer to a second time would stay in a connection that goes back to the pool. */
    private void leave(JedisShardedPubSub receiver) {
        if (left.compareAndSet(false, true)) {
            receiver.sunsubscribe();
        }
    }
}
