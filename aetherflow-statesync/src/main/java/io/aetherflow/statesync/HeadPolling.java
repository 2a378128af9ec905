// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, at a steady interval, where the logs of the documents with subscribers stand. It finds what signals that were
 * lost would have told, so that a subscriber is late by one interval at most.
 */
final class HeadPolling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadPolling.class);
    private static final int DOCUMENTS_AT_ONCE = 1_000;

    private final StateStore store;
    private final Subscriptions subscriptions;
    private final ScheduledExecutorService timer;
    private boolean failing;

    HeadPolling(StateStore store, Subscriptions subscriptions, Duration interval, String threadName) {
        this.store = store;
        this.subscriptions = subscriptions;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, threadName);
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::poll, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void poll() {
        try {
            List<UUID> docIds = new ArrayList<>(subscriptions.documents());
            for (int from = 0; from < docIds.size(); from += DOCUMENTS_AT_ONCE) {
                int to = Math.min(docIds.size(), from + DOCUMENTS_AT_ONCE);
                read(Set.copyOf(docIds.subList(from, to)));
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("heads cannot be read; trying on: {}", e.toString());
            }
            failing = true;
        }
    }

    private void read(Set<UUID> docIds) {
        store.heads(docIds)
                .forEach((docId, head) -> subscriptions.headSeen(docId, head.version(), head.controlRevision()));
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
