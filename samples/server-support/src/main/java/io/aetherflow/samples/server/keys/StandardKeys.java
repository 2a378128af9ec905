// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigSchema;

/** The keys that every sample server has: sections Server, Log, Metrics and Tracing, and Store.Type. */
public final class StandardKeys {
    private StandardKeys() {}

    /**
     * Returns a builder that holds the standard keys, for a server to add its own.
     *
     * @param serverName the server's name, also the default of Tracing.ServiceName
     * @param port the default of Server.Port
     * @param metricsPort the default of Metrics.Port
     * @return a new builder
     */
    public static ConfigSchema.Builder schema(String serverName, int port, int metricsPort) {
        return ConfigSchema.builder()
                .group(ServerKeys.GROUP)
                .keys(StoreKeys.TYPE)
                .group(LogKeys.GROUP)
                .group(MetricsKeys.GROUP)
                .group(TracingKeys.GROUP)
                .defaultText(ServerKeys.PORT, Integer.toString(port))
                .defaultText(MetricsKeys.PORT, Integer.toString(metricsPort))
                .defaultText(TracingKeys.SERVICE_NAME, serverName);
    }
}
