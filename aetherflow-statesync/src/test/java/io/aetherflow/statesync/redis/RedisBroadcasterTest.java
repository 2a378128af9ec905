// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aetherflow.samples.engines.TestRedis;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.broadcast.BroadcasterContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.providers.PooledConnectionProvider;

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

    @Test
    void clientOfAnUnknownKindIsRefusedByName() {
        try (UnifiedJedis other = new OtherClient()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RedisBroadcaster(other, channel))
                    .withMessageContaining("OtherClient, allowed are RedisClient");
        }
    }

    private static final class OtherClient extends UnifiedJedis {
        OtherClient() {
            super(new PooledConnectionProvider(new HostAndPort("127.0.0.1", 1)), RedisProtocol.RESP2);
        }
    }

    @Override
    protected void sendForeignMessage(String message) {
        CLIENT.publish(channel, message);
    }
}
