// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.DocumentEvent.OperationApplied;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.OperationResult.Applied;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.SubscribeRequest;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import io.aetherflow.statesync.replica.DocumentReplica;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client as a user has it: a replica of the text that follows the subscription, and one edit at a time. An edit is
 * over when the replica has it back as committed, after everything that was committed before it; then comes the next.
 * A client whose edit was committed right after the version it has need not wait for the delivery to know that.
 *
 * <p>{@link #edit} is called by one thread, the subscriber's methods by the manager's. The replica is guarded by this.
 */
final class EditingClient implements Flow.Subscriber<DocumentEvent> {
    private static final int MIN_CHARS = 200;
    private static final int MAX_CHARS = 400;
    private static final int LETTERS = 26;
    private static final long PATIENCE_MILLIS = 30_000;

    private final StateSyncManager manager;
    private final Caller caller;
    private final DocumentReplica<Rope, TextOperation> replica;
    private final SplittableRandom random;
    private final Latencies latencies = new Latencies();
    private long delivered;
    private @Nullable Throwable failure;

    EditingClient(StateSyncManager manager, Caller caller, Document document, SplittableRandom random) {
        this.manager = manager;
        this.caller = caller;
        this.random = random;
        this.replica = new DocumentReplica<>(new TextModel(), caller.userId(), document);
        manager.subscribe(caller, SubscribeRequest.fromVersion(document.id(), document.version()), this);
    }

    /** Makes an edit and waits until it is committed and seen. */
    void edit() throws InterruptedException {
        long start = System.nanoTime();
        Submission submission = typeOrErase();
        List<OperationResult> results = manager.apply(caller, submission);
        if (!(results.get(0) instanceof Applied applied)) {
            throw new IllegalStateException("void: an edit was not applied: " + results);
        }
        takeIn(applied.operation());
        latencies.add(System.nanoTime() - start);
    }

    /** One character more or less, anywhere, such that the text stays between 200 and 400 characters. */
    private synchronized Submission typeOrErase() {
        int length = replica.content().length();
        boolean types = length <= MIN_CHARS || length < MAX_CHARS && random.nextBoolean();
        TextOperation edit = types
                ? TextOperation.replace(random.nextInt(length + 1), 0, letter())
                : TextOperation.replace(random.nextInt(length), 1, "");
        replica.edit(OperationType.TEXT, edit);
        return replica.nextSubmission(1).orElseThrow();
    }

    private String letter() {
        return String.valueOf((char) ('a' + random.nextInt(LETTERS)));
    }

    private synchronized void takeIn(Operation own) throws InterruptedException {
        if (own.version() == replica.version() + 1) {
            replica.receive(own);
        }
        await(() -> replica.version() >= own.version());
    }

    /**
     * Waits until the subscription has delivered a number of operations.
     *
     * @return how many it has delivered
     */
    synchronized long awaitDeliveries(long expected) throws InterruptedException {
        await(() -> delivered >= expected);
        if (delivered > expected) {
            throw new IllegalStateException("void: " + delivered + " deliveries of " + expected + " operations");
        }
        return delivered;
    }

    private synchronized void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!condition.getAsBoolean() && failure == null) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("void: nothing arrives after version " + replica.version());
            }
            wait(PATIENCE_MILLIS);
        }
        if (failure != null) {
            throw new IllegalStateException("void: a subscription failed", failure);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(DocumentEvent event) {
        if (event instanceof OperationApplied applied) {
            delivered++;
            replica.receive(applied.operation());
            notifyAll();
        }
    }

    @Override
    public synchronized void onError(Throwable reason) {
        failure = reason;
        notifyAll();
    }

    @Override
    public void onComplete() {
        onError(new IllegalStateException("void: the subscription ended"));
    }

    synchronized String text() {
        return replica.content().toString();
    }

    /** How long each edit took; for use once no thread edits any more. */
    Latencies latencies() {
        return latencies;
    }
}
