// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import io.aetherflow.statesync.broadcast.SignalLink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;

/** PUBLISH and SUBSCRIBE. */
final class PubSubSignalLink implements SignalLink {
    private final UnifiedJedis client;
    private final String channel;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable JedisPubSub subscription;

    PubSubSignalLink(UnifiedJedis client, String channel) {
        this.client = client;
        this.channel = channel;
    }

    @Override
    public void send(String message) {
        client.publish(channel, message);
    }

    @Override
    public void receive(Runnable connected, Consumer<String> handler) {
        JedisPubSub receiver = new JedisPubSub() {
            @Override
            public void onSubscribe(String subscribed, int count) {
                connected.run();
                if (closed) {
                    leave(this);
                }
            }

            @Override
            public void onMessage(String from, String message) {
                handler.accept(message);
            }
        };
        subscription = receiver;
        client.subscribe(receiver, channel);
    }

    @Override
    public void close() {
        closed = true;
        JedisPubSub receiver = subscription;
        if (receiver != null && receiver.isSubscribed()) {
            leave(receiver);
        }
    }

    /** Unsubscribes once: the answer to a second time would stay in a connection that goes back to the pool. */
    private void leave(JedisPubSub receiver) {
        if (left.compareAndSet(false, true)) {
            receiver.unsubscribe();
        }
    }
}
