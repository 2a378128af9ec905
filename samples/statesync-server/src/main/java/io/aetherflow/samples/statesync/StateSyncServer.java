// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.statesync;

import io.aetherflow.grpc.CallerInterceptor;
import io.aetherflow.grpc.StateSyncGrpcService;
import io.aetherflow.samples.server.NamedThreads;
import io.aetherflow.samples.server.OutageLog;
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
import io.aetherflow.samples.server.keys.BroadcastKeys;
import io.aetherflow.samples.server.keys.PostgresKeys;
import io.aetherflow.samples.server.keys.StandardKeys;
import io.aetherflow.samples.server.keys.StoreKeys;
import io.aetherflow.samples.server.keys.StoreType;
import io.aetherflow.statesync.StateSyncConfig;
import io.aetherflow.statesync.StateSyncLimits;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.StateSyncStats;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A state-sync manager served over gRPC. */
public final class StateSyncServer implements ServerDefinition {
    private static final Logger LOG = LoggerFactory.getLogger(StateSyncServer.class);
    private static final StateSyncLimits DEFAULTS = StateSyncLimits.DEFAULT;

    private static final ConfigKey<Duration> LOCK_TIMEOUT = new ConfigKey<>(
            "Manager.LockTimeout",
            DurationType.duration("1s", "1h"),
            "30s",
            "for how long a lock is leased where a call does not say");
    private static final ConfigKey<Duration> CLEANUP_INTERVAL = new ConfigKey<>(
            "Manager.CleanupInterval",
            DurationType.duration("100ms", "1h"),
            "5s",
            "how often subscribers are told of locks that have expired");
    private static final ConfigKey<Duration> HEAD_POLL_INTERVAL = new ConfigKey<>(
            "Manager.HeadPollInterval",
            DurationType.duration("10ms", "1h"),
            "500ms",
            "how often documents with subscribers are looked at, in case a signal was lost");
    private static final ConfigKey<Integer> MAX_OPERATION_BYTES = new ConfigKey<>(
            "Manager.MaxOperationBytes",
            ValueTypes.integer(1, 1 << 20),
            Integer.toString(DEFAULTS.maxOperationBytes()),
            "the largest data of an operation");
    private static final ConfigKey<Integer> MAX_DOCUMENT_BYTES = new ConfigKey<>(
            "Manager.MaxDocumentBytes",
            ValueTypes.integer(1, 1 << 30),
            Integer.toString(DEFAULTS.maxDocumentBytes()),
            "the largest content of a document");
    private static final ConfigKey<Integer> MAX_SUBSCRIBERS = new ConfigKey<>(
            "Manager.MaxSubscribersPerDocument",
            ValueTypes.integer(1, 1_000_000),
            Integer.toString(DEFAULTS.maxSubscribersPerDocument()),
            "the most subscriptions to one document");
    private static final ConfigKey<Integer> DELIVERY_THREADS = new ConfigKey<>(
            "Manager.DeliveryThreads", ValueTypes.integer(1, 256), "2", "how many threads feed subscriptions");

    private static final ConfigSchema SCHEMA = StandardKeys.schema("statesync-server", 9002, 9102)
            .group(PostgresKeys.GROUP)
            .group(BroadcastKeys.GROUP)
            .rules(
                    StoreKeys.supports(StoreType.MEMORY, StoreType.POSTGRES),
                    ConfigRule.atMost(MAX_OPERATION_BYTES, MAX_DOCUMENT_BYTES))
            .keys(
                    LOCK_TIMEOUT,
                    CLEANUP_INTERVAL,
                    HEAD_POLL_INTERVAL,
                    MAX_OPERATION_BYTES,
                    MAX_DOCUMENT_BYTES,
                    MAX_SUBSCRIBERS,
                    DELIVERY_THREADS)
            .build();

    /**
     * Runs the server until it is told to stop.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(ServerMain.run(args, new StateSyncServer()));
    }

    @Override
    public String name() {
        return "statesync-server";
    }

    @Override
    public ConfigSchema schema() {
        return SCHEMA;
    }

    @Override
    public void assemble(ServerAssembly assembly) {
        Config config = assembly.config();
        DocumentStorage storage = DocumentStorage.open(assembly);
        StateSyncManager manager = assembly.closeOnStop(new StateSyncManager(
                storage.store(),
                StateSyncConfig.builder()
                        .broadcaster(storage.broadcaster())
                        .limits(limits(config))
                        .deliveryThreads(config.value(DELIVERY_THREADS))
                        .headPollInterval(config.value(HEAD_POLL_INTERVAL))
                        .build()));
        ScheduledExecutorService cleaner = Executors.newSingleThreadScheduledExecutor(new NamedThreads("lock-cleaner"));
        assembly.closeOnStop(cleaner::shutdownNow);
        long interval = config.value(CLEANUP_INTERVAL).toMillis();
        OutageLog outage = new OutageLog(LOG, "removing expired locks");
        cleaner.scheduleWithFixedDelay(
                () -> removeExpiredLocks(manager, outage), interval, interval, TimeUnit.MILLISECONDS);
        addGauges(assembly.meterRegistry(), manager);
        assembly.interceptor(new CallerInterceptor())
                .service(new StateSyncGrpcService(manager, config.value(LOCK_TIMEOUT)))
                .onDrain(manager::close);
    }

    private static StateSyncLimits limits(Config config) {
        return new StateSyncLimits(
                config.value(MAX_OPERATION_BYTES),
                config.value(MAX_DOCUMENT_BYTES),
                DEFAULTS.maxOperationsPerSubmission(),
                DEFAULTS.maxRebaseVersions(),
                config.value(MAX_SUBSCRIBERS),
                DEFAULTS.maxDocumentsInMemory(),
                DEFAULTS.snapshotInterval());
    }

    private static void removeExpiredLocks(StateSyncManager manager, OutageLog outage) {
        try {
            manager.removeExpiredLocks();
            outage.succeeded();
        } catch (RuntimeException e) {
            outage.failed(e);
        }
    }

    private static void addGauges(MeterRegistry registry, StateSyncManager manager) {
        Sampled<StateSyncStats> stats = new Sampled<>(manager::stats);
        gauge(registry, stats, "documents", "documents not deleted", StateSyncStats::documents);
        gauge(registry, stats, "operations", "committed operations", StateSyncStats::operations);
        gauge(registry, stats, "conflicts", "recorded conflicts", StateSyncStats::conflicts);
        gauge(registry, stats, "locks", "leases in force", StateSyncStats::activeLocks);
        gauge(registry, stats, "subscribers", "subscriptions", StateSyncStats::activeSubscribers);
    }

    private static void gauge(
            MeterRegistry registry,
            Sampled<StateSyncStats> stats,
            String name,
            String description,
            ToDoubleFunction<StateSyncStats> count) {
        stats.gauge("aetherflow.statesync." + name, count)
                .description(description)
                .register(registry);
    }
}
