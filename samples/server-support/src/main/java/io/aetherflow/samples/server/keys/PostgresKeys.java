// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.DurationType;
import io.aetherflow.samples.server.config.NetworkTypes;
import io.aetherflow.samples.server.config.Secret;
import io.aetherflow.samples.server.config.ValueTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /** Store.Postgres.Schema. */
    public static final ConfigKey<String> SCHEMA = new ConfigKey<>(
            "Store.Postgres.Schema", ValueTypes.identifier(MAX_IDENTIFIER), "public", "schema of the tables");

    /** Store.Postgres.SSLMode. */
    public static final ConfigKey<SslMode> SSL_MODE = new ConfigKey<>(
            "Store.Postgres.SSLMode",
            ValueTypes.choice(SslMode.class),
            SslMode.DISABLE.toString(),
            "encryption of the connection");

    /** Store.Postgres.SSLRootCert. */
    public static final ConfigKey<String> SSL_ROOT_CERT =
            file("Store.Postgres.SSLRootCert", "PEM file of whom to trust; needed to verify");

    /** Store.Postgres.SSLCert. */
    public static final ConfigKey<String> SSL_CERT =
            file("Store.Postgres.SSLCert", "PEM file of the client's certificate, empty = none");

    /** Store.Postgres.SSLKey. */
    public static final ConfigKey<String> SSL_KEY =
            file("Store.Postgres.SSLKey", "PEM file of the client's private key (PKCS #8)");

    /** Store.Postgres.PoolSize. */
    public static final ConfigKey<Integer> POOL_SIZE = new ConfigKey<>(
            "Store.Postgres.PoolSize", ValueTypes.integer(1, 10_000), "16", "most connections at a time");

    /** Store.Postgres.ConnectTimeout. */
    public static final ConfigKey<Duration> CONNECT_TIMEOUT = new ConfigKey<>(
            "Store.Postgres.ConnectTimeout",
            DurationType.duration("1s", "5m"),
            "5s",
            "longest wait for a connection, new or from the pool");

    /** Store.Postgres.StatementTimeout. */
    public static final ConfigKey<Duration> STATEMENT_TIMEOUT = new ConfigKey<>(
            "Store.Postgres.StatementTimeout",
            DurationType.duration("100ms", "1h"),
            "10s",
            "after how long a statement is cancelled");

    /** Store.Postgres.MigrateOnStart. */
    public static final ConfigKey<Boolean> MIGRATE_ON_START = new ConfigKey<>(
            "Store.Postgres.MigrateOnStart",
            ValueTypes.bool(),
            "true",
            "whether tables are made and brought up to date at the start");

    /** All keys of the section. */
    public static final ConfigGroup GROUP = ConfigGroup.of(
                    HOST,
                    PORT,
                    USER,
                    PASSWORD,
                    DB_NAME,
                    SCHEMA,
                    SSL_MODE,
                    SSL_ROOT_CERT,
                    SSL_CERT,
                    SSL_KEY,
                    POOL_SIZE,
                    CONNECT_TIMEOUT,
                    STATEMENT_TIMEOUT,
                    MIGRATE_ON_START)
            .withRules(
                    new ConfigRule(
                            List.of(SSL_ROOT_CERT, SSL_MODE),
                            config -> config.value(SSL_MODE).verifies()
                                            && config.value(SSL_ROOT_CERT).isEmpty()
                                    ? Optional.of(SSL_ROOT_CERT.path() + " is empty, allowed with " + SSL_MODE.path()
                                            + " " + config.value(SSL_MODE) + " is a file")
                                    : Optional.empty()),
                    new ConfigRule(
                            List.of(SSL_CERT, SSL_KEY),
                            config -> config.value(SSL_CERT).isEmpty()
                                            == config.value(SSL_KEY).isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(SSL_CERT.path() + " and " + SSL_KEY.path()
                                            + ": one is set, allowed are both or none")));

    private PostgresKeys() {}

    private static ConfigKey<String> file(String path, String doc) {
        return new ConfigKey<>(path, ValueTypes.file(), "", doc);
    }
}
