// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.StateSyncException;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A client that inserts its marks into a text, and sends each again, to any node, until it has an answer. */
final class Editor {
    private static final int MOST_AT_ONCE = 4;
    private static final int PAUSE_MILLIS = 40;

    private final UUID docId;
    private final String clientId;
    private final Random random;
    private final Supplier<StateSyncManager> anyNode;
    private final List<Attempt> attempts = new ArrayList<>();
    private long nextSeq = 1;
    private long seenVersion = 1;
    private int failures;

    Editor(UUID docId, String clientId, long seed, Supplier<StateSyncManager> anyNode) {
        this.docId = docId;
        this.clientId = clientId;
        this.random = new Random(seed);
        this.anyNode = anyNode;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    int failures() {
        return failures;
    }

    /** Edits until told to stop; every operation has been answered then. */
    void run(BooleanSupplier goOn) throws InterruptedException {
        while (goOn.getAsBoolean()) {
            submitUntilAnswered(nextSubmission());
        }
    }

    private Submission nextSubmission() {
        List<ClientOperation> operations = new ArrayList<>();
        for (int i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
            Payload mark = Payload.utf8("[\"<" + clientId + ":" + nextSeq + ">\"]");
            operations.add(new ClientOperation(nextSeq++, OperationType.TEXT, mark, Map.of()));
        }
        return new Submission(docId, clientId, seenVersion, operations);
    }

    private void submitUntilAnswered(Submission submission) throws InterruptedException {
        long started = System.nanoTime();
        while (true) {
            try {
                note(submission, started, anyNode.get().apply(Caller.of(clientId, "tab"), submission));
                return;
            } catch (StateSyncException e) {
                failures++;
                Thread.sleep(random.nextInt(PAUSE_MILLIS));
            }
        }
    }

    private void note(Submission submission, long started, List<OperationResult> results) {
        long answered = System.nanoTime();
        for (OperationResult result : results) {
            long version = ((OperationResult.Applied) result).operation().version();
            attempts.add(new Attempt(
                    submission.clientId(),
                    result.clientSeq(),
                    started,
                    Optional.of(new Attempt.Answer(version, answered))));
            seenVersion = version;
        }
    }
}
