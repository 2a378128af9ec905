// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.SubscribeRequest;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * One client that submits a whole editing history to a manager, one operation in each submission, each at the version
 * that the one before made. Everything an operation costs a server is in it: parsing the wire form, access, sequence,
 * lock and conflict checks, applying, the log with its index by client, a snapshot every 1,000 versions, and the
 * delivery to one live subscriber. Formatting the wire form is the client's work and is done before.
 */
final class TraceReplay implements ManagerCase {
    private static final Caller WRITER = Caller.of("writer", "writer-session");
    private static final String CLIENT = "client-1";

    private final Trace trace;
    private final List<Payload> payloads;

    TraceReplay(Trace trace) {
        this.trace = trace;
        this.payloads = trace.payloads();
    }

    @Override
    public Outcome run(long nanos) throws InterruptedException {
        try (InMemoryStateStore store = new InMemoryStateStore(Clock.systemUTC());
                StateSyncManager manager = new StateSyncManager(store)) {
            NewDocument text = NewDocument.of("replay", DocumentType.TEXT).with(Payload.utf8(trace.startContent()));
            Document document = manager.create(WRITER, text);
            CountingSubscriber subscriber = new CountingSubscriber(document.version(), payloads.size());
            manager.subscribe(WRITER, SubscribeRequest.fromVersion(document.id(), document.version()), subscriber);
            long start = System.nanoTime();
            Latencies latencies = submitAll(manager, document.id(), document.version());
            subscriber.awaitAll();
            double perSecond = payloads.size() * 1e9 / (System.nanoTime() - start);
            trace.requireEnd(manager.document(WRITER, document.id()).content().utf8());
            return new Outcome(perSecond, perSecond, latencies);
        }
    }

    private Latencies submitAll(StateSyncManager manager, UUID docId, long createdAt) {
        Latencies latencies = new Latencies();
        long version = createdAt;
        long seq = 0;
        for (Payload payload : payloads) {
            long start = System.nanoTime();
            ClientOperation operation = new ClientOperation(++seq, OperationType.TEXT, payload);
            manager.apply(WRITER, new Submission(docId, CLIENT, version++, List.of(operation)));
            latencies.add(System.nanoTime() - start);
        }
        return latencies;
    }

    @Override
    public String toString() {
        return "replay, 1 subscriber";
    }
}
