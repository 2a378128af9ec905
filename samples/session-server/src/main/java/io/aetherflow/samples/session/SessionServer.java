// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.session;

import io.aetherflow.grpc.SessionGrpcService;
import io.aetherflow.samples.server.NamedThreads;
import io.aetherflow.samples.server.Sampled;
import io.aetherflow.samples.server.ServerAssembly;
import io.aetherflow.samples.server.ServerDefinition;
import io.aetherflow.samples.server.ServerMain;
import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.ConfigSchema;
import io.aetherflow.samples.server.config.DurationType;
import io.aetherflow.samples.server.config.ValueTypes;
import io.aetherflow.samples.server.keys.StandardKeys;
import io.aetherflow.samples.server.keys.StoreKeys;
import io.aetherflow.samples.server.keys.StoreType;
import io.aetherflow.session.SessionCounts;
import io.aetherflow.session.SessionLimitPolicy;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.SessionManagerConfig;
import io.aetherflow.session.UserLimit;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.ToDoubleFunction;

/** A session manager served over gRPC. */
public final class SessionServer implements ServerDefinition {
    private static final ConfigKey<Duration> TIMEOUT = new ConfigKey<>(
            "Manager.Timeout",
            DurationType.duration("1s", "24h"),
            "30m",
            "how long a session lasts without a heartbeat, unless it asks for another timeout");
    private static final ConfigKey<Duration> MAX_LIFETIME = new ConfigKey<>(
            "Manager.MaxLifetime",
            DurationType.duration("1s", "720h"),
            "24h",
            "how long a session lasts at most, whatever heartbeats come");
    private static final ConfigKey<Duration> IDLE_AFTER = new ConfigKey<>(
            "Manager.IdleAfter",
            DurationType.duration("1s", "24h"),
            "5m",
            "after how long without a heartbeat a session is idle");
    private static final ConfigKey<Duration> CLEANUP_INTERVAL = new ConfigKey<>(
            "Manager.CleanupInterval",
            DurationType.duration("100ms", "1h"),
            "10s",
            "how often expired sessions are removed and silent ones become idle");
    private static final ConfigKey<Integer> SESSIONS_PER_USER = new ConfigKey<>(
            "Manager.SessionsPerUser", ValueTypes.integer(1, 100_000), "100", "how many sessions a user may have");
    private static final ConfigKey<SessionLimitPolicy> LIMIT_POLICY = new ConfigKey<>(
            "Manager.LimitPolicy",
            ValueTypes.choice(SessionLimitPolicy.class),
            "REJECT",
            "what happens when a user with that many sessions opens another one");

    private static final ConfigSchema SCHEMA = StandardKeys.schema("session-server", 9001, 9101)
            .group(StoreKeys.REDIS.group())
            .keys(SessionStorage.KEY_PREFIX)
            .rules(
                    StoreKeys.supports(StoreType.MEMORY, StoreType.REDIS),
                    SessionStorage.PREFIX_WITHOUT_BRACES,
                    new ConfigRule(List.of(TIMEOUT, MAX_LIFETIME), config -> {
                        boolean fits = config.value(TIMEOUT).compareTo(config.value(MAX_LIFETIME)) <= 0;
                        return fits ? Optional.empty() : Optional.of("allowed is at most Manager.MaxLifetime");
                    }))
            .keys(TIMEOUT, MAX_LIFETIME, IDLE_AFTER, CLEANUP_INTERVAL, SESSIONS_PER_USER, LIMIT_POLICY)
            .build();

    /**
     * Runs the server until it is told to stop.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(ServerMain.run(args, new SessionServer()));
    }

    @Override
    public String name() {
        return "session-server";
    }

    @Override
    public ConfigSchema schema() {
        return SCHEMA;
    }

    @Override
    public void assemble(ServerAssembly assembly) {
        Config config = assembly.config();
        SessionManager manager = assembly.closeOnStop(SessionManager.builder(SessionStorage.open(assembly))
                .config(SessionManagerConfig.builder()
                        .timeout(config.value(TIMEOUT))
                        .maxLifetime(config.value(MAX_LIFETIME))
                        .idleAfter(config.value(IDLE_AFTER))
                        .sweepInterval(config.value(CLEANUP_INTERVAL))
                        .userLimit(new UserLimit(config.value(SESSIONS_PER_USER), config.value(LIMIT_POLICY)))
                        .build())
                .build());
        ScheduledExecutorService sweeper =
                Executors.newSingleThreadScheduledExecutor(new NamedThreads("session-sweeper"));
        assembly.closeOnStop(sweeper::shutdownNow);
        manager.startSweeping(sweeper);
        Sampled<SessionCounts> counts = new Sampled<>(manager::stats);
        gauge(assembly.meterRegistry(), "connecting", counts, SessionCounts::connecting);
        gauge(assembly.meterRegistry(), "active", counts, SessionCounts::active);
        gauge(assembly.meterRegistry(), "idle", counts, SessionCounts::idle);
        gauge(assembly.meterRegistry(), "disconnecting", counts, SessionCounts::disconnecting);
        assembly.service(new SessionGrpcService(manager));
    }

    private static void gauge(
            MeterRegistry registry,
            String state,
            Sampled<SessionCounts> counts,
            ToDoubleFunction<SessionCounts> count) {
        counts.gauge("aetherflow.session.count", count)
                .description("live sessions by state")
                .tag("state", state)
                .register(registry);
    }
}
