// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.DurationType;
import io.aetherflow.samples.server.config.HostsAndPorts;
import io.aetherflow.samples.server.config.NetworkTypes;
import io.aetherflow.samples.server.config.Secret;
import io.aetherflow.samples.server.config.ValueTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of a section that says how Redis is reached. */
public final class RedisKeys {
    private static final int MAX_NAME = 256;

    private final String section;
    private final ConfigKey<RedisMode> mode;
    private final ConfigKey<HostsAndPorts> addr;
    private final ConfigKey<String> masterName;
    private final ConfigKey<String> user;
    private final ConfigKey<Secret> password;
    private final ConfigKey<Integer> database;
    private final ConfigKey<Integer> poolSize;
    private final ConfigKey<Duration> connectTimeout;
    private final ConfigKey<Duration> commandTimeout;
    private final TlsKeys tls;

    /**
     * Makes the keys of a section.
     *
     * @param section such as {@code Store.Redis}
     */
    public RedisKeys(String section) {
        this.section = section;
        this.mode = new ConfigKey<>(
                section + ".Mode",
                ValueTypes.choice(RedisMode.class),
                RedisMode.STANDALONE.toString(),
                "how several Redis servers make up one");
        this.addr = new ConfigKey<>(
                section + ".Addr",
                NetworkTypes.hostsAndPorts(),
                "127.0.0.1:6379",
                "address of Redis; of some cluster nodes; of the sentinels");
        this.masterName = new ConfigKey<>(
                section + ".MasterName", ValueTypes.text(0, MAX_NAME), "", "what the sentinels call the master");
        this.user = new ConfigKey<>(
                section + ".User", ValueTypes.text(0, MAX_NAME), "", "ACL user, empty = the default one");
        this.password = new ConfigKey<>(section + ".Password", ValueTypes.secret(1024), "", "password, empty = none");
        this.database = new ConfigKey<>(
                section + ".Database", ValueTypes.integer(0, 65_535), "0", "number of the logical database");
        this.poolSize = new ConfigKey<>(
                section + ".PoolSize", ValueTypes.integer(1, 10_000), "16", "most connections at a time, to each node");
        this.connectTimeout = new ConfigKey<>(
                section + ".ConnectTimeout", DurationType.duration("1ms", "5m"), "2s", "longest wait for a connection");
        this.commandTimeout = new ConfigKey<>(
                section + ".CommandTimeout", DurationType.duration("1ms", "5m"), "2s", "longest wait for an answer");
        this.tls = new TlsKeys(section + ".TLS");
    }

    /**
     * Returns all keys of the section, with the rules between them.
     *
     * @return the group
     */
    public ConfigGroup group() {
        return ConfigGroup.of(
                        mode, addr, masterName, user, password, database, poolSize, connectTimeout, commandTimeout)
                .and(tls.group())
                .withRules(
                        new ConfigRule(
                                List.of(addr, mode),
                                config -> config.value(mode) == RedisMode.STANDALONE
                                                && config.value(addr).all().size() > 1
                                        ? Optional.of(addr.path() + " has "
                                                + config.value(addr).all().size() + " addresses, allowed with "
                                                + mode.path()
                                                + " standalone is one")
                                        : Optional.empty()),
                        new ConfigRule(
                                List.of(masterName, mode),
                                config -> config.value(mode) == RedisMode.SENTINEL
                                                && config.value(masterName).isEmpty()
                                        ? Optional.of(masterName.path() + " is empty, allowed with " + mode.path()
                                                + " sentinel is the name that the sentinels know")
                                        : Optional.empty()),
                        new ConfigRule(
                                List.of(database, mode),
                                config -> config.value(mode) == RedisMode.CLUSTER && config.value(database) > 0
                                        ? Optional.of(database.path() + " is " + config.value(database)
                                                + ", allowed with " + mode.path() + " cluster is 0")
                                        : Optional.empty()));
    }

    /** Returns the section, such as {@code Store.Redis}. */
    public String section() {
        return section;
    }

    /** Returns the key Mode. */
    public ConfigKey<RedisMode> mode() {
        return mode;
    }

    /** Returns the key Addr. */
    public ConfigKey<HostsAndPorts> addr() {
        return addr;
    }

    /** Returns the key MasterName. */
    public ConfigKey<String> masterName() {
        return masterName;
    }

    /** Returns the key User. */
    public ConfigKey<String> user() {
        return user;
    }

    /** Returns the key Password. */
    public ConfigKey<Secret> password() {
        return password;
    }

    /** Returns the key Database. */
    public ConfigKey<Integer> database() {
        return database;
    }

    /** Returns the key PoolSize. */
    public ConfigKey<Integer> poolSize() {
        return poolSize;
    }

    /** Returns the key ConnectTimeout. */
    public ConfigKey<Duration> connectTimeout() {
        return connectTimeout;
    }

    /** Returns the key CommandTimeout. */
    public ConfigKey<Duration> commandTimeout() {
        return commandTimeout;
    }

    /** Returns the keys of the section TLS within. */
    public TlsKeys tls() {
        return tls;
    }
}
