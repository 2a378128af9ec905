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
            .group(RedisKeys.GROUP)
            .group(PostgresKeys.GROUP)
            .rules(StoreKeys.supports(StoreType.MEMORY))
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
                  Redis:
                    Addr: "redis:6379"
                    Password: "x"
                    DB: 1
                    PoolSize: 10
                    MinIdleConns: 5
                    MaxRetries: 3
                    DialTimeout: 5s
                    ReadTimeout: 3s
                    WriteTimeout: 3s
                  Postgres:
                    Host: db
                    Port: 5432
                    User: u
                    Password: 12345
                    DBName: d
                    SSLMode: verify-full
                    MaxOpenConns: 25
                    MaxIdleConns: 5
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
                "Store.Type=redis | Store.Type is \"redis\", which this build does not support yet, supported is memory",
                "Store.Type=mongo | Store.Type is \"mongo\", allowed is one of memory, redis, postgres",
                "Tracing.Enable=true | Tracing.Enable is true, which this build does not support yet, allowed is false",
                "Metrics.Path=/ready | Metrics.Path is \"/ready\", which is taken, allowed is any other path",
                "Metrics.Port=9002 | Metrics.Port and Server.Port are both 9002, allowed are two different ports",
                "Store.Redis.PoolSize=1 | Store.Redis.MinIdleConns is 2, allowed is up to the 1 of Store.Redis.PoolSize",
                "Store.Postgres.MaxOpenConns=3"
                        + " | Store.Postgres.MaxIdleConns is 4, allowed is up to the 3 of Store.Postgres.MaxOpenConns",
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
