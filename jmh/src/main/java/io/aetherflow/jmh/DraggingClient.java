// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A client that moves a shape of its own again and again. Used by one thread at a time. */
final class DraggingClient {
    private final StateSyncManager manager;
    private final Caller caller;
    private final UUID docId;
    private final int inFlight;
    private final Latencies latencies = new Latencies();
    private long seq;
    private long version = 1;

    DraggingClient(StateSyncManager manager, Caller caller, UUID docId, int inFlight) {
        this.manager = manager;
        this.caller = caller;
        this.docId = docId;
        this.inFlight = inFlight;
        submit(List.of(operation(OperationType.CREATE)));
    }

    /** Moves the shape as often as there are operations in flight, and waits until all are committed. */
    void drag() {
        List<ClientOperation> moves = new ArrayList<>(inFlight);
        for (int i = 0; i < inFlight; i++) {
            moves.add(operation(OperationType.MOVE));
        }
        long start = System.nanoTime();
        submit(moves);
        latencies.add(System.nanoTime() - start);
    }

    private ClientOperation operation(OperationType type) {
        seq++;
        String form =
                "{\"id\":\"" + caller.userId() + "\",\"set\":{\"x\":" + seq % 1_000 + ",\"y\":" + seq % 777 + "}}";
        return new ClientOperation(seq, type, Payload.utf8(form));
    }

    private void submit(List<ClientOperation> operations) {
        for (OperationResult result :
                manager.apply(caller, new Submission(docId, caller.userId(), version, operations))) {
            if (!(result instanceof OperationResult.Applied applied)) {
                throw new IllegalStateException("void: an operation was not applied: " + result);
            }
            version = applied.operation().version();
        }
    }

    /** How many operations are committed. */
    long operations() {
        return seq;
    }

    Latencies latencies() {
        return latencies;
    }
}
