// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.DurationType;
import io.aetherflow.samples.server.config.NetworkTypes;
import io.aetherflow.samples.server.config.ValueTypes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of section Tracing. They are read and checked, but tracing cannot be enabled in this build. */
public final class TracingKeys {
    /** Tracing.Enable. */
    public static final ConfigKey<Boolean> ENABLE =
            new ConfigKey<>("Tracing.Enable", ValueTypes.bool(), "false", "whether spans are recorded");

    /** Tracing.ServiceName. */
    public static final ConfigKey<String> SERVICE_NAME =
            new ConfigKey<>("Tracing.ServiceName", ValueTypes.text(1, 128), "aetherflow", "service.name of the spans");

    /** Tracing.Endpoint. */
    public static final ConfigKey<URI> ENDPOINT = new ConfigKey<>(
            "Tracing.Endpoint", NetworkTypes.httpUrl(), "http://127.0.0.1:4318", "where the exporter sends spans");

    /** Tracing.Exporter. */
    public static final ConfigKey<TraceExporter> EXPORTER = new ConfigKey<>(
            "Tracing.Exporter", ValueTypes.choice(TraceExporter.class), TraceExporter.OTLP.toString(), "span exporter");

    /** Tracing.SampleRate. */
    public static final ConfigKey<Double> SAMPLE_RATE =
            new ConfigKey<>("Tracing.SampleRate", ValueTypes.decimal(0, 1), "0.1", "share of the traces recorded");

    /** Tracing.Environment. */
    public static final ConfigKey<String> ENVIRONMENT = new ConfigKey<>(
            "Tracing.Environment", ValueTypes.text(1, 128), "development", "deployment.environment of the spans");

    /** Tracing.BatchTimeout. */
    public static final ConfigKey<Duration> BATCH_TIMEOUT = new ConfigKey<>(
            "Tracing.BatchTimeout", DurationType.duration("1ms", "5m"), "5s", "longest wait before spans are sent");

    /** Tracing.MaxQueueSize. */
    public static final ConfigKey<Integer> MAX_QUEUE_SIZE = new ConfigKey<>(
            "Tracing.MaxQueueSize", ValueTypes.integer(1, 1_000_000), "2048", "most spans that wait to be sent");

    private static final ConfigRule NOT_BUILT = new ConfigRule(
            List.of(ENABLE),
            config -> config.value(ENABLE)
                    ? Optional.of(ENABLE.path() + " is true, which this build does not support yet, allowed is false")
                    : Optional.empty());

    static final ConfigGroup GROUP = ConfigGroup.of(
                    ENABLE, SERVICE_NAME, ENDPOINT, EXPORTER, SAMPLE_RATE, ENVIRONMENT, BATCH_TIMEOUT, MAX_QUEUE_SIZE)
            .withRules(NOT_BUILT);

    private TracingKeys() {}
}
