// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.NetworkTypes;
import io.aetherflow.samples.server.config.Secret;
import io.aetherflow.samples.server.config.ValueTypes;

/** The keys of section Store.Postgres: how PostgreSQL is reached. */
public final class PostgresKeys {
    /** PostgreSQL cuts longer identifiers. */
    private static final int MAX_IDENTIFIER = 63;

    /** Store.Postgres.Host. */
    public static final ConfigKey<String> HOST =
            new ConfigKey<>("Store.Postgres.Host", NetworkTypes.host(), "127.0.0.1", "host of PostgreSQL");

    /** Store.Postgres.Port. */
    public static final ConfigKey<Integer> PORT =
            new ConfigKey<>("Store.Postgres.Port", NetworkTypes.port(), "5432", "port of PostgreSQL");

    /** Store.Postgres.User. */
    public static final ConfigKey<String> USER = new ConfigKey<>(
            "Store.Postgres.User", ValueTypes.text(1, MAX_IDENTIFIER), "aetherflow", "role to log in as");

    /** Store.Postgres.Password. */
    public static final ConfigKey<Secret> PASSWORD =
            new ConfigKey<>("Store.Postgres.Password", ValueTypes.secret(1024), "", "password of the role");

    /** Store.Postgres.DBName. */
    public static final ConfigKey<String> DB_NAME = new ConfigKey<>(
            "Store.Postgres.DBName", ValueTypes.text(1, MAX_IDENTIFIER), "aetherflow", "database to use");

    /** Store.Postgres.SSLMode. */
    public static final ConfigKey<SslMode> SSL_MODE = new ConfigKey<>(
            "Store.Postgres.SSLMode",
            ValueTypes.choice(SslMode.class),
            SslMode.PREFER.toString(),
            "encryption of the connection");

    /** Store.Postgres.MaxOpenConns. */
    public static final ConfigKey<Integer> MAX_OPEN_CONNS = new ConfigKey<>(
            "Store.Postgres.MaxOpenConns", ValueTypes.integer(1, 10_000), "16", "most connections at a time");

    /** Store.Postgres.MaxIdleConns. */
    public static final ConfigKey<Integer> MAX_IDLE_CONNS = new ConfigKey<>(
            "Store.Postgres.MaxIdleConns", ValueTypes.integer(0, 10_000), "4", "connections kept open when idle");

    /** All keys of the section. */
    public static final ConfigGroup GROUP = ConfigGroup.of(
                    HOST, PORT, USER, PASSWORD, DB_NAME, SSL_MODE, MAX_OPEN_CONNS, MAX_IDLE_CONNS)
            .withRules(ConfigRule.atMost(MAX_IDLE_CONNS, MAX_OPEN_CONNS));

    private PostgresKeys() {}
}
