// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.StateSyncException;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A client that takes the lock of a document, sometimes dawdles past its lease, and writes under its fence. What it sends
 * and hears nothing of it gives up, so that the log may hold operations that were never acknowledged.
 */
final class LockUser {
    private static final Duration LEASE = Duration.ofMillis(200);
    private static final int LONGEST_PAUSE_MILLIS = 300;

    private final UUID docId;
    private final String user;
    private final Random random;
    private final Supplier<StateSyncManager> anyNode;
    private final List<Attempt> attempts = new ArrayList<>();
    private int turns;
    private int refused;

    LockUser(UUID docId, String user, long seed, Supplier<StateSyncManager> anyNode) {
        this.docId = docId;
        this.user = user;
        this.random = new Random(seed);
        this.anyNode = anyNode;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** How many of its writes were acknowledged. */
    int written() {
        return (int) attempts.stream()
                .filter(attempt -> attempt.answer().isPresent())
                .count();
    }

    /** How many were refused or failed. */
    int refused() {
        return refused;
    }

    void run(BooleanSupplier goOn) throws InterruptedException {
        while (goOn.getAsBoolean()) {
            try {
                takeTurn();
            } catch (StateSyncException e) {
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS / 10));
            }
        }
    }

    private void takeTurn() throws InterruptedException {
        Caller caller = Caller.of(user, user + "-tab");
        StateSyncManager node = anyNode.get();
        DocumentLock lock = node.acquireLock(caller, docId, LEASE);
        Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        write(node, caller, lock.fence());
        node.releaseLock(caller, docId, lock.lockId());
    }

    /** Each write is a client of its own, so that one that hears no answer leaves no gap. */
    private void write(StateSyncManager node, Caller caller, long fence) {
        String clientId = user + "-" + ++turns;
        ClientOperation mark = new ClientOperation(
                1,
                OperationType.TEXT,
                Payload.utf8("[\"" + clientId + "\"]"),
                Map.of(HistoryChecker.FENCE, Long.toString(fence)));
        long started = System.nanoTime();
        Optional<Attempt.Answer> answer = Optional.empty();
        try {
            long seen = node.document(caller, docId).version();
            List<OperationResult> results =
                    node.apply(caller, new Submission(docId, clientId, seen, List.of(mark)).withFence(fence));
            long version =
                    ((OperationResult.Applied) results.get(0)).operation().version();
            answer = Optional.of(new Attempt.Answer(version, System.nanoTime()));
        } finally {
            refused += answer.isEmpty() ? 1 : 0;
            attempts.add(new Attempt(clientId, 1, started, answer));
        }
    }
}
