// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.store;

import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.config.HostsAndPorts;
import io.aetherflow.samples.server.keys.RedisKeys;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Makes pooled clients of Redis from a configuration. */
public final class RedisClients {
    /** A subscription that hears nothing for so long has lost its server; RedisBroadcaster sends every 3 s. */
    private static final int SUBSCRIPTION_SILENCE_MILLIS = 9_000;

    private RedisClients() {}

    /**
     * Makes a client and asks Redis for a sign of life.
     *
     * @param config the configuration
     * @param keys the section that says where Redis is
     * @return the client, to be closed by the caller
     * @throws ServerStartException if Redis does not answer
     */
    public static UnifiedJedis open(Config config, RedisKeys keys) {
        JedisClientConfig settings = settings(config, keys);
        try {
            UnifiedJedis client = client(config, keys, settings);
            try {
                client.ping();
                return client;
            } catch (JedisException e) {
                client.close();
                throw e;
            }
        } catch (JedisException e) {
            throw ServerStartException.cannotUse("Redis", keys.section(), addresses(config.value(keys.addr())), e);
        }
    }

    private static UnifiedJedis client(Config config, RedisKeys keys, JedisClientConfig settings) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(config.value(keys.poolSize()));
        pool.setMaxIdle(config.value(keys.poolSize()));
        pool.setMaxWait(config.value(keys.connectTimeout()));
        HostsAndPorts addr = config.value(keys.addr());
        return switch (config.value(keys.mode())) {
            case STANDALONE ->
                RedisClient.builder()
                        .hostAndPort(addresses(addr).iterator().next())
                        .clientConfig(settings)
                        .poolConfig(pool)
                        .build();
            case CLUSTER ->
                RedisClusterClient.builder()
                        .nodes(addresses(addr))
                        .maxTotalRetriesDuration(config.value(keys.commandTimeout()))
                        .clientConfig(settings)
                        .poolConfig(pool)
                        .build();
            case SENTINEL ->
                RedisSentinelClient.builder()
                        .masterName(config.value(keys.masterName()))
                        .sentinels(addresses(addr))
                        .sentinelClientConfig(connection(config, keys)
                                .autoNegotiateProtocol(false) // Jedis cannot with sentinels, and would warn
                                .build())
                        .clientConfig(settings)
                        .poolConfig(pool)
                        .build();
        };
    }

    /** How the servers with the data are spoken to. Sentinels are without user, password and database. */
    private static JedisClientConfig settings(Config config, RedisKeys keys) {
        DefaultJedisClientConfig.Builder settings = connection(config, keys).database(config.value(keys.database()));
        if (!config.value(keys.user()).isEmpty()) {
            settings.user(config.value(keys.user()));
        }
        String password = config.value(keys.password()).reveal();
        if (!password.isEmpty()) {
            settings.password(password);
        }
        return settings.build();
    }

    private static DefaultJedisClientConfig.Builder connection(Config config, RedisKeys keys) {
        DefaultJedisClientConfig.Builder connection = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(
                        Math.toIntExact(config.value(keys.connectTimeout()).toMillis()))
                .socketTimeoutMillis(
                        Math.toIntExact(config.value(keys.commandTimeout()).toMillis()));
        if (config.value(keys.tls().enabled())) {
            connection.sslOptions(ClientTls.options(config, keys.tls()));
        }
        return connection;
    }

    private static Set<HostAndPort> addresses(HostsAndPorts addresses) {
        return addresses.all().stream()
                .map(address -> new HostAndPort(address.getHostString(), address.getPort()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
