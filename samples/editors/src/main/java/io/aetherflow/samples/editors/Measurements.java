// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import io.aetherflow.core.NanoClock;
import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.model.Overlap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What a run measures, from the edits and from what every user receives. Safe for use by several threads. */
public final class Measurements {
    /** In place of a version, where a server only said that it has the edit. */
    public static final long UNKNOWN_VERSION = 0;

    private static final long MAX_LATENCY_NANOS = 600_000_000_000L;

    private final NanoClock clock;
    private final ConcurrentMap<EditKey, Long> editedAt = new ConcurrentHashMap<>();
    private final ConcurrentMap<EditKey, Long> acknowledged = new ConcurrentHashMap<>();
    private final Histogram outages = new ConcurrentHistogram(MAX_LATENCY_NANOS, 3);
    private final Histogram latency = new ConcurrentHistogram(MAX_LATENCY_NANOS, 3);
    private final ConcurrentMap<UUID, Log> logs = new ConcurrentHashMap<>();
    final LongAdder editsMade = new LongAdder();
    final LongAdder rejected = new LongAdder();

    /**
     * The identity of an edit.
     *
     * @param docId the document
     * @param clientId the client that made it
     * @param clientSeq its number there
     */
    public record EditKey(UUID docId, String clientId, long clientSeq) {}

    /**
     * Creates measurements.
     *
     * @param clock for latencies
     */
    public Measurements(NanoClock clock) {
        this.clock = clock;
    }

    /** What the log of one document showed to the first user who received each operation. */
    private static final class Log {
        private final Map<String, Long> lastVersionOf = new HashMap<>();
        private long lastVersion = 1;
        private long operations;
        private long concurrent;
        private long conflicts;
        private long overridden;
        private long dropped;
        private long merged;

        private synchronized void note(Operation operation, Optional<Conflict> conflict) {
            if (operation.version() <= lastVersion) {
                return;
            }
            lastVersion = operation.version();
            operations++;
            boolean behind = lastVersionOf.entrySet().stream()
                    .anyMatch(client -> !client.getKey().equals(operation.clientId())
                            && client.getValue() > operation.prevVersion());
            concurrent += behind ? 1 : 0;
            lastVersionOf.put(operation.clientId(), operation.version());
            conflict.ifPresent(this::note);
        }

        private void note(Conflict conflict) {
            conflicts++;
            for (Conflict.Part part : conflict.parts()) {
                overridden += part.outcome() == Overlap.Outcome.COMMITTED_OVERRIDDEN ? 1 : 0;
                dropped += part.outcome() == Overlap.Outcome.INCOMING_DROPPED ? 1 : 0;
                merged += part.outcome() == Overlap.Outcome.MERGED ? 1 : 0;
            }
        }

        synchronized Counts counts() {
            return new Counts(operations, concurrent, conflicts, overridden, dropped, merged);
        }
    }

    /**
     * Counts over the log of one document.
     *
     * @param operations committed operations
     * @param concurrent those that others had overtaken: some other client's operation came between prevVersion and them
     * @param conflicts operations that met a conflict
     * @param overridden earlier changes that were overridden
     * @param dropped changes that were dropped
     * @param merged overlapping changes that were joined
     */
    public record Counts(long operations, long concurrent, long conflicts, long overridden, long dropped, long merged) {
        /**
         * Returns the share of operations that were concurrent.
         *
         * @return 0 to 1
         */
        public double concurrentShare() {
            return operations == 0 ? 0 : (double) concurrent / operations;
        }
    }

    void edited(UUID docId, String clientId, long clientSeq) {
        editedAt.put(new EditKey(docId, clientId, clientSeq), clock.nanoTime());
        editsMade.increment();
    }

    /** Notes that another user than the author has received an operation. */
    void seenByAnother(Operation operation) {
        Long since = editedAt.get(new EditKey(operation.docId(), operation.clientId(), operation.clientSeq()));
        if (since != null) {
            latency.recordValue(Math.max(0, Math.min(clock.nanoTime() - since, MAX_LATENCY_NANOS)));
        }
    }

    void received(Operation operation, Optional<Conflict> conflict) {
        logs.computeIfAbsent(operation.docId(), id -> new Log()).note(operation, conflict);
    }

    /** Notes what a server said of an edit. */
    void decided(UUID docId, String clientId, OperationResult result) {
        if (result instanceof OperationResult.Applied applied) {
            acknowledged.put(
                    new EditKey(docId, clientId, result.clientSeq()),
                    applied.operation().version());
        } else if (result instanceof OperationResult.AlreadyApplied) {
            acknowledged.putIfAbsent(new EditKey(docId, clientId, result.clientSeq()), UNKNOWN_VERSION);
        }
    }

    /** Notes that a user was without service. */
    void outage(long nanos) {
        outages.recordValue(Math.max(0, Math.min(nanos, MAX_LATENCY_NANOS)));
    }

    /**
     * Returns the edits that servers have acknowledged.
     *
     * @return each with the version it was said to have, or {@link #UNKNOWN_VERSION}
     */
    public Map<EditKey, Long> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /**
     * Returns how long users were without service: from the last message of a server that went away to the first of
     * another one, in nanoseconds.
     *
     * @return a histogram with one value for each time a user lost its server
     */
    public Histogram outages() {
        return outages;
    }

    /**
     * Returns how many edits were rejected.
     *
     * @return the number
     */
    public long rejections() {
        return rejected.sum();
    }

    /**
     * Returns how many edits were made.
     *
     * @return the number
     */
    public long edits() {
        return editsMade.sum();
    }

    /**
     * Returns what the log of a document showed.
     *
     * @param docId the document
     * @return the counts
     */
    public Counts counts(UUID docId) {
        return logs.getOrDefault(docId, new Log()).counts();
    }

    /**
     * Returns the times from an edit at its author's replica to its arrival at another one, in nanoseconds.
     *
     * @return a histogram
     */
    public Histogram latency() {
        return latency;
    }
}
