// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.session.NewSession;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.redis.RedisSessionStore;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** Ours: the session manager on the store in Redis, token included. */
final class AetherFlowPeer implements RedisPeer {
    private final RedisClient redis;
    private final SessionManager manager;

    AetherFlowPeer(RedisServer server, int threads) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(threads);
        pool.setMaxIdle(threads);
        redis = RedisClient.builder()
                .hostAndPort("127.0.0.1", server.port())
                .poolConfig(pool)
                .build();
        manager = SessionManager.builder(new RedisSessionStore(redis)).build();
    }

    SessionManager manager() {
        return manager;
    }

    /** The least that any command costs. */
    void ping() {
        redis.ping();
    }

    /** Reads a session's hash without making a session of it. */
    void readHash(Object id) {
        long bucket = ((UUID) id).getLeastSignificantBits() & 1023;
        if (redis.hgetAll(("aetherflow:{" + bucket + "}:s:" + id).getBytes(StandardCharsets.US_ASCII))
                .isEmpty()) {
            throw new IllegalStateException("void: no session " + id);
        }
    }

    @Override
    public Object create(int user) {
        return manager.create(NewSession.builder("user-" + user)
                        .client("192.0.2.7", 51_820)
                        .metadata("device", "phone")
                        .build())
                .session()
                .id();
    }

    @Override
    public void find(Object id) {
        manager.get((UUID) id);
    }

    @Override
    public void heartbeat(Object id) {
        manager.heartbeat((UUID) id);
    }

    @Override
    public void close() {
        manager.close();
        redis.close();
    }
}
