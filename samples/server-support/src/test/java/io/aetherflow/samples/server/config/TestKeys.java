// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.time.Duration;
import java.util.List;

/** A small schema with one key of each type, and short ways to load it. */
final class TestKeys {
    enum Color {
        red,
        green
    }

    static final ConfigKey<String> HOST = new ConfigKey<>("Server.Host", NetworkTypes.host(), "127.0.0.1", "host");
    static final ConfigKey<Integer> PORT = new ConfigKey<>("Server.Port", NetworkTypes.listenPort(), "9001", "port");
    static final ConfigKey<Boolean> ENABLE = new ConfigKey<>("Metrics.Enable", ValueTypes.bool(), "true", "switch");
    static final ConfigKey<Duration> TIMEOUT =
            new ConfigKey<>("Store.Redis.DialTimeout", DurationType.duration("1ms", "1h"), "5s", "how long to wait");
    static final ConfigKey<Secret> PASSWORD =
            new ConfigKey<>("Store.Redis.Password", ValueTypes.secret(8), "", "password");
    static final ConfigKey<Integer> MIN = new ConfigKey<>("Pool.Min", ValueTypes.integer(0, 100), "2", "least");
    static final ConfigKey<Integer> MAX = new ConfigKey<>("Pool.Max", ValueTypes.integer(1, 100), "10", "most");
    static final ConfigKey<Color> COLOR = new ConfigKey<>("Color", ValueTypes.choice(Color.class), "red", "color");

    static final ConfigSchema SCHEMA = ConfigSchema.builder()
            .keys(HOST, PORT, ENABLE, TIMEOUT, PASSWORD)
            .group(ConfigGroup.of(MIN, MAX).withRules(ConfigRule.atMost(MIN, MAX)))
            .keys(COLOR)
            .build();

    private TestKeys() {}

    static ConfigLoader loader() {
        return new ConfigLoader(SCHEMA);
    }

    static ConfigLoader yaml(String text) {
        return loader().yaml("test.yaml", text);
    }

    static List<String> problems(ConfigLoader loader) {
        try {
            loader.load();
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(ConfigProblem::toString).toList();
        }
    }
}
