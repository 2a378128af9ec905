// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.StateSyncManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clients that drag a shape each as fast as it goes, every client on a thread of its own, spread evenly over new
 * whiteboards. A client has a number of operations in flight: it submits them together and waits until all are decided.
 *
 * @param clients how many clients
 * @param inFlight how many operations each has in flight
 * @param documents how many documents, at most as many as clients
 */
record PipelinedRound(int clients, int inFlight, int documents) {
    /**
     * What a round measured.
     *
     * @param operationsPerSecond committed operations
     * @param latencies of each submission, which is that of each operation in it
     */
    record Outcome(double operationsPerSecond, Latencies latencies) {}

    /** Reads a case: clients, operations in flight and documents, as in {@code 10x16/1}. */
    static PipelinedRound parse(String text) {
        String[] parts = text.split("[x/]");
        if (parts.length != 3) {
            throw new IllegalArgumentException("case is " + text + ", allowed is CLIENTSxINFLIGHT/DOCUMENTS");
        }
        return new PipelinedRound(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    Outcome run(StateSyncManager manager, long nanos) throws InterruptedException, ExecutionException {
        List<UUID> docIds =
                IntStream.range(0, documents).mapToObj(i -> create(manager)).toList();
        List<DraggingClient> draggers = IntStream.range(0, clients)
                .mapToObj(i -> new DraggingClient(manager, caller(i), docIds.get(i % documents), inFlight))
                .toList();
        long start = System.nanoTime();
        dragUntil(start + nanos, draggers);
        double seconds = (System.nanoTime() - start) / 1e9;
        long operations =
                draggers.stream().mapToLong(DraggingClient::operations).sum();
        verify(manager, docIds, operations);
        Latencies latencies = new Latencies();
        draggers.forEach(dragger -> latencies.addAll(dragger.latencies()));
        return new Outcome(operations / seconds, latencies);
    }

    private UUID create(StateSyncManager manager) {
        Permissions permissions = new Permissions(
                "owner",
                IntStream.range(0, clients).mapToObj(i -> caller(i).userId()).collect(Collectors.toSet()),
                Set.of(),
                false);
        return manager.create(
                        owner(),
                        NewDocument.of("dragging", DocumentType.WHITEBOARD).with(permissions))
                .id();
    }

    private static Caller owner() {
        return Caller.of("owner", "owner-session");
    }

    private static Caller caller(int client) {
        return new Caller("user-" + client, "session-" + client, "192.0.2.1", "benchmark");
    }

    private static void dragUntil(long deadline, List<DraggingClient> draggers)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(draggers.size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (DraggingClient dragger : draggers) {
                ends.add(threads.submit(() -> {
                    while (System.nanoTime() - deadline < 0) {
                        dragger.drag();
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every acknowledged operation made a version, and nothing else did. */
    private static void verify(StateSyncManager manager, List<UUID> docIds, long operations) {
        long committed = 0;
        for (UUID docId : docIds) {
            committed += manager.document(owner(), docId).version() - 1;
        }
        if (committed != operations) {
            throw new IllegalStateException("void: " + operations + " acknowledged, " + committed + " committed");
        }
    }

    @Override
    public String toString() {
        return clients + " clients x " + inFlight + " in flight / " + documents
                + (documents == 1 ? " document" : " documents");
    }
}
