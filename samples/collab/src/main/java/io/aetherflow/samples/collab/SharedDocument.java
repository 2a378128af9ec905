// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.grpc.OperationMapping;
import io.aetherflow.grpc.v1.ApplyOperationsRequest;
import io.aetherflow.grpc.v1.ApplyOperationsResponse;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.grpc.v1.SubscribeDocumentRequest;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.replica.DocumentReplica;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One user's replica of a document, joined to the server by a subscription and by submissions of which several are under
 * way at once. Everything happens on the user's thread; what the network brings is handed over to it.
 */
final class SharedDocument<C, O> {
    private static final int MAX_IN_FLIGHT = 4;
    /** The server's default limit; what a user has not received back as committed must fit. */
    private static final int MAX_OPERATIONS = 1_000;
    /** Events that may wait here; the server is asked for another one as each is taken in. */
    private static final int WINDOW = 256;

    private final UserThread thread;
    private final StateSyncServiceGrpc.StateSyncServiceStub stub;
    private final Measurements measurements;
    private final DocumentReplica<C, O> replica;
    private final UUID docId;
    private final Deque<DocumentEvent.OperationApplied> inbound = new ArrayDeque<>();
    private BiConsumer<O, String> onRemoteChange = (change, clientId) -> {};
    private @Nullable ClientCallStreamObserver<SubscribeDocumentRequest> subscription;
    private long receiveLimit = Long.MAX_VALUE;
    private int inFlight;
    private long editedSeq;
    private long decidedSeq;

    SharedDocument(
            DocumentModel<C, O> model,
            Document document,
            String clientId,
            UserThread thread,
            StateSyncServiceGrpc.StateSyncServiceStub stub,
            Measurements measurements) {
        this.thread = thread;
        this.stub = stub;
        this.measurements = measurements;
        this.docId = document.id();
        this.replica = new DocumentReplica<>(model, clientId, document);
    }

    UUID docId() {
        return docId;
    }

    C content() {
        return replica.content();
    }

    long version() {
        return replica.version();
    }

    Payload encoded() {
        return replica.encoded();
    }

    UserThread thread() {
        return thread;
    }

    /** How many edits the server has not answered. */
    long undecided() {
        return editedSeq - decidedSeq;
    }

    String clientId() {
        return replica.clientId();
    }

    /** Calls back with every change that another client made, as it applies to the content here, and that client's id. */
    void onRemoteChange(BiConsumer<O, String> listener) {
        onRemoteChange = listener;
    }

    void edit(OperationType type, O operation) {
        editedSeq = replica.edit(type, operation);
        measurements.edited(docId, replica.clientId(), editedSeq);
    }

    /** Sends what was not sent yet, unless enough is under way already. */
    void send() {
        while (inFlight < MAX_IN_FLIGHT) {
            Optional<Submission> submission = replica.nextSubmission(MAX_OPERATIONS);
            if (submission.isEmpty()) {
                return;
            }
            inFlight++;
            ApplyOperationsRequest request = OperationMapping.toProto(submission.get());
            stub.applyOperations(request, new Answer());
        }
    }

    /** Takes in no operation after a version until the limit is moved. */
    void receiveUpTo(long version) {
        receiveLimit = version;
        takeIn();
    }

    private void takeIn() {
        while (!inbound.isEmpty() && inbound.peek().operation().version() <= receiveLimit) {
            DocumentEvent.OperationApplied applied = inbound.remove();
            Operation operation = applied.operation();
            measurements.received(operation, applied.conflict());
            if (!operation.clientId().equals(replica.clientId())) {
                measurements.seenByAnother(operation);
            }
            replica.receive(operation).ifPresent(change -> onRemoteChange.accept(change, operation.clientId()));
            if (subscription != null) {
                subscription.request(1);
            }
        }
    }

    void subscribe() {
        SubscribeDocumentRequest request = SubscribeDocumentRequest.newBuilder()
                .setDocId(docId.toString())
                .setFromVersion(replica.version())
                .build();
        stub.subscribeDocument(request, new Events());
    }

    void unsubscribe() {
        if (subscription != null) {
            subscription.cancel("done", null);
        }
    }

    private final class Answer implements StreamObserver<ApplyOperationsResponse> {
        @Override
        public void onNext(ApplyOperationsResponse response) {
            thread.post(() -> {
                inFlight--;
                List<OperationResult> results = response.getResultsList().stream()
                        .map(OperationMapping::fromProto)
                        .toList();
                results.forEach(result -> decidedSeq = Math.max(decidedSeq, result.clientSeq()));
                measurements.rejected.add(replica.decided(results).size());
                send();
            });
        }

        @Override
        public void onError(Throwable failure) {
            thread.fail(failure);
        }

        @Override
        public void onCompleted() {}
    }

    private final class Events
            implements ClientResponseObserver<SubscribeDocumentRequest, io.aetherflow.grpc.v1.DocumentEvent> {
        @Override
        public void beforeStart(ClientCallStreamObserver<SubscribeDocumentRequest> call) {
            call.disableAutoRequestWithInitial(WINDOW);
            subscription = call;
        }

        @Override
        public void onNext(io.aetherflow.grpc.v1.DocumentEvent message) {
            thread.post(() -> {
                Optional<DocumentEvent> event = OperationMapping.fromProto(message);
                if (event.isPresent() && event.get() instanceof DocumentEvent.OperationApplied applied) {
                    inbound.add(applied);
                    takeIn();
                } else if (subscription != null) {
                    subscription.request(1);
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            thread.fail(failure);
        }

        @Override
        public void onCompleted() {}
    }
}
