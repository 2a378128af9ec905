// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import io.aetherflow.samples.engines.TestRedis;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.broadcast.BroadcasterContract;
import org.junit.jupiter.api.AfterAll;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

class RedisBroadcasterTest extends BroadcasterContract {
    private static final RedisClient CLIENT = RedisClient.create(TestRedis.url());

    private final String channel = TestRedis.newPrefix();

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @Override
    protected Broadcaster open() {
        return new RedisBroadcaster(CLIENT, channel);
    }

    @Override
    protected void cutConnections() {
        CLIENT.executeCommand(new CommandArguments(Protocol.Command.CLIENT)
                .add("KILL")
                .add("TYPE")
                .add("pubsub"));
    }

    @Override
    protected void sendForeignMessage(String message) {
        CLIENT.publish(channel, message);
    }
}
