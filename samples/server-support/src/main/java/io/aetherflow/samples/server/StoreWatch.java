// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings a store in the background and tells whether it answers in time. One thread pings and may hang as long as the
 * store does; another one watches it, so that a store that hangs is found out as fast as one that is gone.
 */
public final class StoreWatch implements AutoCloseable {
    /** How long after one ping the next one begins. */
    public static final Duration INTERVAL = Duration.ofMillis(500);

    /** How long a ping may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

    private final Ping ping;
    private final Consumer<Boolean> listener;
    private final OutageLog outage;
    private final ExecutorService pinger;
    private final ScheduledExecutorService watcher;

    /**
     * Starts to watch a store that answers now.
     *
     * @param store its name
     * @param ping asks it
     * @param listener is told after each ping whether the store answered in time
     */
    public StoreWatch(String store, Ping ping, Consumer<Boolean> listener) {
        this.ping = ping;
        this.listener = listener;
        this.outage = new OutageLog(LOG, store);
        this.pinger = Executors.newSingleThreadExecutor(new NamedThreads("store-ping"));
        this.watcher = Executors.newSingleThreadScheduledExecutor(new NamedThreads("store-watch"));
        watcher.scheduleWithFixedDelay(this::watch, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void watch() {
        Future<?> answer = pinger.submit(() -> {
            ping.ping();
            return true;
        });
        try {
            answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            outage.succeeded();
            listener.accept(true);
        } catch (ExecutionException e) {
            failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            failed(new TimeoutException("no answer within " + TIMEOUT.toMillis() + " ms"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Throwable reason) {
        outage.failed(reason);
        listener.accept(false);
    }

    /** Stops pinging. */
    @Override
    public void close() {
        watcher.shutdownNow();
        pinger.shutdownNow();
    }
}
