// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.model.Payload;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clients that edit for a while, each as fast as it can on a thread of its own, spread evenly over the documents of
 * one new manager. Every client subscribes to its document, so each operation is delivered to every client of the
 * document.
 *
 * @param clients how many clients
 * @param documents how many documents, at most as many as clients
 */
record EditingRound(int clients, int documents) implements ManagerCase {
    private static final long SEED = 42;
    private static final int START_CHARS = 300;

    @Override
    public Outcome run(long nanos) throws InterruptedException, ExecutionException {
        try (InMemoryStateStore store = new InMemoryStateStore(Clock.systemUTC());
                StateSyncManager manager = new StateSyncManager(store)) {
            List<Document> texts =
                    IntStream.range(0, documents).mapToObj(i -> create(manager)).toList();
            SplittableRandom random = new SplittableRandom(SEED);
            List<EditingClient> editors = IntStream.range(0, clients)
                    .mapToObj(i -> new EditingClient(manager, caller(i), texts.get(i % documents), random.split()))
                    .toList();
            long start = System.nanoTime();
            editUntil(start + nanos, editors);
            long delivered = awaitConvergence(manager, texts, editors);
            double seconds = (System.nanoTime() - start) / 1e9;
            Latencies latencies = new Latencies();
            editors.forEach(editor -> latencies.addAll(editor.latencies()));
            return new Outcome(latencies.count() / seconds, delivered / seconds, latencies);
        }
    }

    private Document create(StateSyncManager manager) {
        Set<String> editors =
                IntStream.range(0, clients).mapToObj(i -> caller(i).userId()).collect(Collectors.toSet());
        NewDocument text = NewDocument.of("editing", DocumentType.TEXT)
                .with(new Permissions("owner", editors, Set.of(), false))
                .with(Payload.utf8("x".repeat(START_CHARS)));
        return manager.create(Caller.of("owner", "owner-session"), text);
    }

    private static Caller caller(int client) {
        return Caller.of("user-" + client, "session-" + client);
    }

    private static void editUntil(long deadline, List<EditingClient> editors)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(editors.size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (EditingClient editor : editors) {
                ends.add(threads.submit(() -> {
                    while (System.nanoTime() - deadline < 0) {
                        editor.edit();
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Waits until every subscriber has everything; the time for that counts. Then checks it. */
    private long awaitConvergence(StateSyncManager manager, List<Document> texts, List<EditingClient> editors)
            throws InterruptedException {
        List<Document> ends = new ArrayList<>();
        for (Document text : texts) {
            ends.add(manager.document(Caller.of("owner", "owner-session"), text.id()));
        }
        long delivered = 0;
        for (int i = 0; i < editors.size(); i++) {
            Document end = ends.get(i % documents);
            delivered += editors.get(i).awaitDeliveries(end.version() - 1);
            if (!editors.get(i).text().equals(end.content().utf8())) {
                throw new IllegalStateException("void: client " + i + " does not have the document's text");
            }
        }
        return delivered;
    }

    @Override
    public String toString() {
        return clients + " clients / " + documents + " documents";
    }
}
