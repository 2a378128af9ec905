// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The source that reads environment variables: {@code AETHERFLOW_SERVER_PORT} sets {@code Server.Port}. */
final class EnvironmentLayer {
    /** Variables with this prefix steer test runs and are no keys. */
    private static final String IGNORED_PREFIX = ConfigKey.ENVIRONMENT_PREFIX + "TEST_";

    private EnvironmentLayer() {}

    static Layer read(ConfigSchema schema, Map<String, String> environment) {
        Map<String, ConfigKey<?>> known =
                schema.keys().stream().collect(Collectors.toMap(ConfigKey::environmentName, Function.identity()));
        Layer layer = new Layer();
        new TreeMap<>(environment).forEach((name, text) -> {
            if (!name.startsWith(ConfigKey.ENVIRONMENT_PREFIX) || name.startsWith(IGNORED_PREFIX)) {
                return;
            }
            Optional.ofNullable(known.get(name))
                    .ifPresentOrElse(
                            key -> layer.add(Setting.plain(key, text, Origin.environment(name))),
                            () -> layer.warning(warning(name, known)));
        });
        return layer;
    }

    private static String warning(String name, Map<String, ConfigKey<?>> known) {
        // Without the prefix: it is right already, and its length would make every guess look near.
        List<String> names = known.keySet().stream()
                .map(EnvironmentLayer::withoutPrefix)
                .sorted()
                .toList();
        String guess = EditDistance.closest(withoutPrefix(name), names)
                .map(variable -> ", did you mean " + ConfigKey.ENVIRONMENT_PREFIX + variable + "?")
                .orElse("");
        return "ignored environment variable " + Printable.of(name) + ", which matches no key" + guess;
    }

    private static String withoutPrefix(String variable) {
        return variable.substring(ConfigKey.ENVIRONMENT_PREFIX.length());
    }
}
