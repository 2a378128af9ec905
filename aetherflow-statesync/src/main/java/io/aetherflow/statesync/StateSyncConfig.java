// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Uuid7;
import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.OpaqueModel;
import io.aetherflow.statesync.model.TextModel;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How a {@link StateSyncManager} works: its clock, ids, limits, document models and threads. Immutable. */
public final class StateSyncConfig {
    private final Broadcaster broadcaster;
    private final InstantSource clock;
    private final Uuid7 ids;
    private final StateSyncLimits limits;
    private final Map<DocumentType, ConfiguredModel<?, ?>> models;
    private final int deliveryThreads;
    private final String threadNamePrefix;
    private final Duration headPollInterval;

    private StateSyncConfig(Builder builder) {
        broadcaster = builder.broadcaster;
        clock = builder.clock;
        ids = builder.ids;
        limits = builder.limits;
        models = Map.copyOf(builder.models);
        deliveryThreads = builder.deliveryThreads;
        threadNamePrefix = builder.threadNamePrefix;
        headPollInterval = builder.headPollInterval;
    }

    /**
     * Returns a builder: system clock, signals within the JVM, default limits, the five built-in document types.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    Broadcaster broadcaster() {
        return broadcaster;
    }

    InstantSource clock() {
        return clock;
    }

    Uuid7 ids() {
        return ids;
    }

    StateSyncLimits limits() {
        return limits;
    }

    Map<DocumentType, ConfiguredModel<?, ?>> models() {
        return models;
    }

    /** Threads that end by themselves when idle. Work handed in after shutdown is refused. */
    ExecutorService newDeliveryPool() {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory named = work -> {
            Thread thread = new Thread(work, threadNamePrefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                deliveryThreads,
                deliveryThreads,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named,
                new ThreadPoolExecutor.AbortPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    HeadPolling newHeadPolling(StateStore store, Subscriptions subscriptions) {
        return new HeadPolling(store, subscriptions, headPollInterval, threadNamePrefix + "heads");
    }

    /** Builds a configuration. Not safe for use by several threads. */
    public static final class Builder {
        private Broadcaster broadcaster = new LocalBroadcaster();
        private InstantSource clock = Clock.systemUTC();
        private Uuid7 ids = Uuid7.system();
        private StateSyncLimits limits = StateSyncLimits.DEFAULT;
        private final Map<DocumentType, ConfiguredModel<?, ?>> models = new HashMap<>();
        private int deliveryThreads = 2;
        private String threadNamePrefix = "aetherflow-statesync-";
        private Duration headPollInterval = Duration.ofMillis(500);

        private Builder() {
            model(DocumentType.TEXT, new TextModel());
            model(DocumentType.WHITEBOARD, new ObjectModel());
            model(DocumentType.CANVAS, new ObjectModel());
            model(DocumentType.SHEET, new ObjectModel());
            model(DocumentType.OPAQUE, new OpaqueModel());
        }

        /**
         * Sets how managers on the same store tell each other of changes.
         *
         * @param broadcaster the broadcaster; not closed with the manager
         * @return this
         */
        public Builder broadcaster(Broadcaster broadcaster) {
            this.broadcaster = Objects.requireNonNull(broadcaster, "broadcaster");
            return this;
        }

        /**
         * Sets the wall clock of timestamps.
         *
         * @param clock the clock
         * @return this
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets where new ids come from.
         *
         * @param ids the source
         * @return this
         */
        public Builder ids(Uuid7 ids) {
            this.ids = Objects.requireNonNull(ids, "ids");
            return this;
        }

        /**
         * Sets the bounds of what callers can make grow.
         *
         * @param limits the limits
         * @return this
         */
        public Builder limits(StateSyncLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Serves a document type by a model, with the model's default conflict strategy.
         *
         * @param type the type; a built-in one is replaced
         * @param model the model
         * @return this
         */
        public Builder model(DocumentType type, DocumentModel<?, ?> model) {
            return model(type, model, model.strategies().get(0));
        }

        /**
         * Serves a document type by a model.
         *
         * @param type the type; a built-in one is replaced
         * @param model the model
         * @param strategy how conflicts are decided
         * @return this
         * @throws InvalidRequestException if the strategy makes no sense for the model
         */
        public Builder model(DocumentType type, DocumentModel<?, ?> model, ConflictStrategy strategy) {
            models.put(Objects.requireNonNull(type, "type"), new ConfiguredModel<>(model, strategy));
            return this;
        }

        /**
         * Sets how many threads call subscribers. They are daemon threads and end when idle for ten seconds.
         *
         * @param deliveryThreads 1 to 256; default 2
         * @return this
         */
        public Builder deliveryThreads(int deliveryThreads) {
            this.deliveryThreads = (int) Checks.range("deliveryThreads", deliveryThreads, 1, 256);
            return this;
        }

        /**
         * Sets how the manager's threads are named; a number follows for those that call subscribers.
         *
         * @param threadNamePrefix the start of the name; default {@code aetherflow-statesync-}
         * @return this
         */
        public Builder threadNamePrefix(String threadNamePrefix) {
            this.threadNamePrefix = Objects.requireNonNull(threadNamePrefix, "threadNamePrefix");
            return this;
        }

        /**
         * Sets how often the heads of documents with subscribers are read from the store, which finds the changes whose
         * signals were lost.
         *
         * @param headPollInterval 10 ms to 1 hour; default 500 ms
         * @return this
         */
        public Builder headPollInterval(Duration headPollInterval) {
            Checks.range("headPollInterval (ms)", headPollInterval.toMillis(), 10, 3_600_000);
            this.headPollInterval = headPollInterval;
            return this;
        }

        /**
         * Returns the configuration.
         *
         * @return the configuration
         */
        public StateSyncConfig build() {
            return new StateSyncConfig(this);
        }
    }
}
