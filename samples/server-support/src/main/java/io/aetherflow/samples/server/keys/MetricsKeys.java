// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.NetworkTypes;
import io.aetherflow.samples.server.config.ValueTypes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of section Metrics: where measurements and liveness are served over HTTP. */
public final class MetricsKeys {
    /** Answers 200 while the process runs. */
    public static final String LIVE_PATH = "/live";

    /** Answers 200 while the server takes calls, 503 while it starts or stops. */
    public static final String READY_PATH = "/ready";

    /** Metrics.Enable. */
    public static final ConfigKey<Boolean> ENABLE =
            new ConfigKey<>("Metrics.Enable", ValueTypes.bool(), "true", "whether the HTTP port is opened");

    /** Metrics.Host. */
    public static final ConfigKey<String> HOST =
            new ConfigKey<>("Metrics.Host", NetworkTypes.host(), "127.0.0.1", "address on which metrics are served");

    /** Metrics.Port. */
    public static final ConfigKey<Integer> PORT = new ConfigKey<>(
            "Metrics.Port", NetworkTypes.listenPort(), "9100", "port on which metrics are served, 0 = any");

    /** Metrics.Path. */
    public static final ConfigKey<String> PATH =
            new ConfigKey<>("Metrics.Path", NetworkTypes.httpPath(), "/metrics", "path of the Prometheus page");

    private static final Set<String> ANY_HOST = Set.of("0.0.0.0", "::");

    static final ConfigGroup GROUP = ConfigGroup.of(ENABLE, HOST, PORT, PATH)
            .withRules(
                    new ConfigRule(List.of(PATH), MetricsKeys::checkPath),
                    new ConfigRule(
                            List.of(PORT, ServerKeys.PORT, HOST, ServerKeys.HOST, ENABLE), MetricsKeys::checkPort));

    private MetricsKeys() {}

    private static Optional<String> checkPath(Config config) {
        return Optional.of(config.value(PATH))
                .filter(path -> path.equals(LIVE_PATH) || path.equals(READY_PATH))
                .map(path -> PATH.path() + " is \"" + path + "\", which is taken, allowed is any other path");
    }

    private static Optional<String> checkPort(Config config) {
        int port = config.value(PORT);
        boolean samePort = port != 0 && port == config.value(ServerKeys.PORT);
        if (!config.value(ENABLE) || !samePort || !overlap(config.value(HOST), config.value(ServerKeys.HOST))) {
            return Optional.empty();
        }
        return Optional.of(PORT.path() + " and " + ServerKeys.PORT.path() + " are both " + port
                + ", allowed are two different ports");
    }

    private static boolean overlap(String left, String right) {
        return left.equals(right) || ANY_HOST.contains(left) || ANY_HOST.contains(right);
    }
}
