// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.SubscribeRequest;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One document, writers at one node that send at a steady rate together, and subscribers at two nodes. Used once. */
final class FanOutRound {
    private static final Caller USER = Caller.of("user", "tab");
    private static final int WRITERS = 8;
    private static final long PATIENCE_SECONDS = 60;

    private final int operations;
    private final long nanosBetween;
    private final int subscribers;
    /** When the commit of a version returned, by version. */
    private final long[] committed;

    private final Latencies sentToCommitted = new Latencies();
    private final Latencies near = new Latencies();
    private final Latencies far = new Latencies();
    private double achieved;

    FanOutRound(int ratePerSecond, int subscribers, long nanos) {
        this.nanosBetween = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
        this.operations = (int) (nanos / nanosBetween) / WRITERS * WRITERS;
        this.subscribers = subscribers;
        this.committed = new long[operations + 2];
    }

    void run(StateSyncManager here, StateSyncManager there) throws Exception {
        UUID docId =
                here.create(USER, NewDocument.of("fan-out", DocumentType.TEXT)).id();
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < subscribers; i++) {
            Receiver receiver = new Receiver(i % 2 == 0 ? near : far);
            receivers.add(receiver);
            StateSyncManager node = i % 2 == 0 ? here : there;
            node.subscribe(USER, SubscribeRequest.fromVersion(docId, 1), receiver);
        }
        write(here, docId);
        for (Receiver receiver : receivers) {
            receiver.awaitAll();
            receiver.collect();
        }
    }

    private void write(StateSyncManager node, UUID docId) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        long start = System.nanoTime();
        try {
            List<Future<Latencies>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(node, docId, writer, start)));
            }
            for (Future<Latencies> writer : writers) {
                sentToCommitted.addAll(writer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        achieved = operations * 1e9 / (System.nanoTime() - start);
    }

    private Latencies write(StateSyncManager node, UUID docId, int writer, long start) {
        Latencies latencies = new Latencies();
        long seen = 1;
        for (int i = 0; i < operations / WRITERS; i++) {
            long due = start + nanosBetween * ((long) i * WRITERS + writer);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            ClientOperation typed = new ClientOperation(i + 1, OperationType.TEXT, Payload.utf8("[\"x\"]"));
            Submission submission = new Submission(docId, "writer-" + writer, seen, List.of(typed));
            OperationResult.Applied applied =
                    (OperationResult.Applied) node.apply(USER, submission).get(0);
            long now = System.nanoTime();
            seen = applied.operation().version();
            committed[(int) seen] = now;
            latencies.add(now - due);
        }
        return latencies;
    }

    void addTo(Report.Row row) {
        row.put("achieved ops/s", achieved)
                .put("deliveries/s", achieved * subscribers)
                .put("sent to committed p99 us", sentToCommitted.micros(0.99))
                .put("near p50 us", near.micros(0.50))
                .put("near p99 us", near.micros(0.99))
                .put("far p50 us", far.micros(0.50))
                .put("far p99 us", far.micros(0.99));
    }

    /** Notes when each version arrived, and that none was missed. */
    private final class Receiver implements Flow.Subscriber<DocumentEvent> {
        private final long[] delivered = new long[operations + 2];
        private final CountDownLatch done = new CountDownLatch(1);
        private final Latencies latencies;
        private volatile long version = 1;

        Receiver(Latencies latencies) {
            this.latencies = latencies;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(DocumentEvent event) {
            if (event instanceof DocumentEvent.OperationApplied applied
                    && applied.operation().version() == version + 1) {
                long next = version + 1;
                delivered[(int) next] = System.nanoTime();
                version = next;
                if (next == operations + 1L) {
                    done.countDown();
                }
            }
        }

        @Override
        public void onError(Throwable reason) {
            done.countDown();
        }

        @Override
        public void onComplete() {
            done.countDown();
        }

        void awaitAll() throws InterruptedException {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || version != operations + 1L) {
                throw new IllegalStateException(
                        "void: a subscriber has " + version + " of " + (operations + 1) + " versions");
            }
        }

        void collect() {
            for (int v = 2; v < delivered.length; v++) {
                latencies.add(Math.max(0, delivered[v] - committed[v]));
            }
        }
    }
}
