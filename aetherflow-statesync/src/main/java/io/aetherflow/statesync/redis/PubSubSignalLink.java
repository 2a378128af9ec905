// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import java.util.function.Consumer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

/**
 * PUBLISH and SUBSCRIBE. On a Cluster every node passes messages on to all others, but may lose them on the way, so both are done
 * at the same node, the one that the channel's name belongs to.
 */
final class PubSubSignalLink extends RedisSignalLink {
    private final UnifiedJedis client;
    private final String channel;

    PubSubSignalLink(UnifiedJedis client, String channel) {
        super(client, channel);
        this.client = client;
        this.channel = channel;
    }

    @Override
    public void send(String message) {
        client.executeCommand(
                new CommandArguments(Protocol.Command.PUBLISH).key(channel).add(message));
    }

    @Override
    void subscribe(Connection connection, Runnable subscribed, Consumer<String> handler) {
        new JedisPubSub() {
            @Override
            public void onSubscribe(String to, int count) {
                subscribed.run();
            }

            @Override
            public void onMessage(String from, String message) {
                handler.accept(message);
            }
        }.proceed(connection, channel);
    }
}
