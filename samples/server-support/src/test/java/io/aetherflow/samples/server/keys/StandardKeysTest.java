// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.config.ConfigException;
import io.aetherflow.samples.server.config.ConfigLoader;
import io.aetherflow.samples.server.config.ConfigProblem;
import io.aetherflow.samples.server.config.ConfigSchema;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardKeysTest {
    private static final ConfigSchema SCHEMA = StandardKeys.schema("test-server", 9002, 9102)
            .group(StoreKeys.REDIS.group())
            .group(PostgresKeys.GROUP)
            .group(BroadcastKeys.GROUP)
            .rules(StoreKeys.supports(StoreType.MEMORY, StoreType.POSTGRES))
            .build();

    @Test
    void portsAndServiceNameAreTheServersOwn() {
        Config config = loader().load();

        assertThat(config.value(ServerKeys.PORT)).isEqualTo(9002);
        assertThat(config.value(MetricsKeys.PORT)).isEqualTo(9102);
        assertThat(config.value(TracingKeys.SERVICE_NAME)).isEqualTo("test-server");
    }

    @Test
    void everyDocumentedKeyIsKnown() {
        String all = """
                Server: {Host: 0.0.0.0, Port: 1}
                Store:
                  Type: memory
                  Redis: &redis
                    Mode: sentinel
                    Addr: "redis-1:26379, redis-2:26379"
                    MasterName: primary
                    User: u
                    Password: "x"
                    Database: 1
                    PoolSize: 10
                    ConnectTimeout: 5s
                    CommandTimeout: 3s
                    TLS:
                      Enabled: true
                      CaFile: /etc/ca.pem
                      CertFile: /etc/client.pem
                      KeyFile: /etc/client.key
                      VerifyHostname: false
                  Postgres:
                    Host: db
                    Port: 5432
                    User: u
                    Password: 12345
                    DBName: d
                    Schema: s
                    SSLMode: verify-full
                    SSLRootCert: /etc/ca.pem
                    SSLCert: /etc/client.pem
                    SSLKey: /etc/client.key
                    PoolSize: 25
                    ConnectTimeout: 5s
                    StatementTimeout: 1m
                    MigrateOnStart: false
                Broadcast:
                  Type: redis
                  Redis: *redis
                Log: {Level: debug, Format: json}
                Metrics: {Enable: true, Host: 0.0.0.0, Port: 2, Path: /metrics}
                Tracing:
                  Enable: false
                  ServiceName: s
                  Endpoint: http://collector:4318
                  Exporter: stdout
                  SampleRate: 0.25
                  Environment: production
                  BatchTimeout: 5s
                  MaxQueueSize: 2048
                """;

        Config config = loader().yaml("all.yaml", all).load();

        assertThat(config.value(PostgresKeys.SSL_MODE)).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(config.value(PostgresKeys.PASSWORD).reveal()).isEqualTo("12345");
        assertThat(config.value(TracingKeys.ENDPOINT)).isEqualTo(URI.create("http://collector:4318"));
        assertThat(SCHEMA.keys())
                .allSatisfy(key -> assertThat(config.origin(key).toString()).startsWith("all.yaml:"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Store.Type=redis | Store.Type is \"redis\", allowed for this server is one of memory, postgres",
                "Store.Type=mongo | Store.Type is \"mongo\", allowed is one of memory, redis, postgres",
                "Broadcast.Type=postgres | Broadcast.Type is \"postgres\" and Store.Type is \"memory\","
                        + " allowed with it is postgres, whose database is used",
                "Tracing.Enable=true | Tracing.Enable is true, which this build does not support yet, allowed is false",
                "Metrics.Path=/ready | Metrics.Path is \"/ready\", which is taken, allowed is any other path",
                "Metrics.Port=9002 | Metrics.Port and Server.Port are both 9002, allowed are two different ports",
                "Store.Redis.Addr=a:1,b:2 | Store.Redis.Addr has 2 addresses,"
                        + " allowed with Store.Redis.Mode standalone is one",
                "Store.Redis.Mode=sentinel | Store.Redis.MasterName is empty,"
                        + " allowed with Store.Redis.Mode sentinel is the name that the sentinels know",
                "Store.Redis.TLS.CaFile=x | Store.Redis.TLS.CaFile is set,"
                        + " allowed with Store.Redis.TLS.Enabled false is none",
                "Store.Postgres.SSLMode=prefer | Store.Postgres.SSLMode is \"prefer\","
                        + " allowed is one of disable, require, verify-ca, verify-full",
                "Store.Postgres.SSLMode=verify-ca | Store.Postgres.SSLRootCert is empty,"
                        + " allowed with Store.Postgres.SSLMode verify-ca is a file",
                "Store.Postgres.SSLCert=x | Store.Postgres.SSLCert and Store.Postgres.SSLKey:"
                        + " one is set, allowed are both or none",
                "Store.Postgres.Schema=a b | Store.Postgres.Schema is \"a b\","
                        + " allowed is 1 to 63 lower-case letters, digits and underscores, the first no digit",
                "Log.Level=trace | Log.Level is \"trace\", allowed is one of debug, info, warn, error"
            })
    void impossibleValueIsRefused(String assignment, String message) {
        assertThat(problems(loader().set(assignment)))
                .containsExactly("--set " + assignment.split("=")[0] + ": " + message);
    }

    @Test
    void equalPortsOnDifferentHostsAndFreePortsAreFine() {
        assertThat(problems(loader().set("Metrics.Port=9002").set("Metrics.Host=127.0.0.2")))
                .isEmpty();
        assertThat(problems(loader().set("Metrics.Port=0").set("Server.Port=0")))
                .isEmpty();
        assertThat(problems(loader().set("Metrics.Port=9002").set("Metrics.Enable=false")))
                .isEmpty();
    }

    @Test
    void equalPortsOverlapWhereOneHostIsAll() {
        assertThat(problems(loader().set("Metrics.Port=9002").set("Metrics.Host=0.0.0.0")))
                .hasSize(1);
    }

    private static ConfigLoader loader() {
        return new ConfigLoader(SCHEMA);
    }

    private static List<String> problems(ConfigLoader loader) {
        try {
            loader.load();
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(ConfigProblem::toString).toList();
        }
    }
}
