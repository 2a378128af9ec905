// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.DurationType;
import io.aetherflow.samples.server.config.NetworkTypes;
import io.aetherflow.samples.server.config.Secret;
import io.aetherflow.samples.server.config.ValueType;
import io.aetherflow.samples.server.config.ValueTypes;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The keys of section Store.Redis: how Redis is reached. */
public final class RedisKeys {
    /** Store.Redis.Addr. */
    public static final ConfigKey<InetSocketAddress> ADDR =
            new ConfigKey<>("Store.Redis.Addr", NetworkTypes.hostAndPort(), "127.0.0.1:6379", "address of Redis");

    /** Store.Redis.Password. */
    public static final ConfigKey<Secret> PASSWORD =
            new ConfigKey<>("Store.Redis.Password", ValueTypes.secret(1024), "", "password, empty = none");

    /** Store.Redis.DB. */
    public static final ConfigKey<Integer> DB =
            new ConfigKey<>("Store.Redis.DB", ValueTypes.integer(0, 65_535), "0", "number of the logical database");

    /** Store.Redis.PoolSize. */
    public static final ConfigKey<Integer> POOL_SIZE =
            new ConfigKey<>("Store.Redis.PoolSize", ValueTypes.integer(1, 10_000), "16", "most connections at a time");

    /** Store.Redis.MinIdleConns. */
    public static final ConfigKey<Integer> MIN_IDLE_CONNS = new ConfigKey<>(
            "Store.Redis.MinIdleConns", ValueTypes.integer(0, 10_000), "2", "connections kept open when idle");

    /** Store.Redis.MaxRetries. */
    public static final ConfigKey<Integer> MAX_RETRIES = new ConfigKey<>(
            "Store.Redis.MaxRetries",
            ValueTypes.integer(0, 100),
            "3",
            "retries of a command after a broken connection");

    /** Store.Redis.DialTimeout. */
    public static final ConfigKey<Duration> DIAL_TIMEOUT =
            new ConfigKey<>("Store.Redis.DialTimeout", timeout(), "5s", "longest wait for a connection");

    /** Store.Redis.ReadTimeout. */
    public static final ConfigKey<Duration> READ_TIMEOUT =
            new ConfigKey<>("Store.Redis.ReadTimeout", timeout(), "3s", "longest wait for an answer");

    /** Store.Redis.WriteTimeout. */
    public static final ConfigKey<Duration> WRITE_TIMEOUT =
            new ConfigKey<>("Store.Redis.WriteTimeout", timeout(), "3s", "longest wait to send a command");

    /** All keys of the section. */
    public static final ConfigGroup GROUP = ConfigGroup.of(
                    ADDR,
                    PASSWORD,
                    DB,
                    POOL_SIZE,
                    MIN_IDLE_CONNS,
                    MAX_RETRIES,
                    DIAL_TIMEOUT,
                    READ_TIMEOUT,
                    WRITE_TIMEOUT)
            .withRules(ConfigRule.atMost(MIN_IDLE_CONNS, POOL_SIZE));

    private RedisKeys() {}

    private static ValueType<Duration> timeout() {
        return DurationType.duration("1ms", "5m");
    }
}
