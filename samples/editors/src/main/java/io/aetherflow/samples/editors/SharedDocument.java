// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

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
 * One user's replica of a document, joined to a server by a subscription and by submissions of which several are under
 * way at once; after {@link #leave} it can be joined to another server and goes on where it was. Everything happens on the
 * user's thread; what the network brings is handed over to it.
 */
public final class SharedDocument<C, O> {
    private static final int MAX_IN_FLIGHT = 4;
    /** The server's default limit; what a user has not received back as committed must fit. */
    private static final int MAX_OPERATIONS = 1_000;
    /** Events that may wait here; the server is asked for another one as each is taken in. */
    private static final int WINDOW = 256;

    /** The way to a server. */
    interface Connection {
        /** The server to call now. */
        StateSyncServiceGrpc.StateSyncServiceStub stub();

        /** Called with each sign of life from the server. */
        void served();

        /** Called when the server does not answer, or answers with an error. */
        void lost(Throwable failure);
    }

    private final UserThread thread;
    private final Connection connection;
    private final Measurements measurements;
    private final DocumentReplica<C, O> replica;
    private final UUID docId;
    private final Deque<DocumentEvent.OperationApplied> inbound = new ArrayDeque<>();
    private BiConsumer<O, String> onRemoteChange = (change, clientId) -> {};
    private @Nullable ClientCallStreamObserver<SubscribeDocumentRequest> subscription;
    private long receiveLimit = Long.MAX_VALUE;
    private boolean joined;
    /** Counts joins and leaves: what arrives from an earlier connection is not taken in. */
    private int generation;

    private int inFlight;
    private long editedSeq;
    private long decidedSeq;

    SharedDocument(
            DocumentModel<C, O> model,
            Document document,
            String clientId,
            UserThread thread,
            Connection connection,
            Measurements measurements) {
        this.thread = thread;
        this.connection = connection;
        this.measurements = measurements;
        this.docId = document.id();
        this.replica = new DocumentReplica<>(model, clientId, document);
    }

    /**
     * Returns the content as the user sees it.
     *
     * @return the content, edits not yet committed included
     */
    public C content() {
        return replica.content();
    }

    /**
     * Returns what was received.
     *
     * @return the version of the last operation received
     */
    public long version() {
        return replica.version();
    }

    Payload encoded() {
        return replica.encoded();
    }

    /**
     * Returns the thread on which all calls are to be made.
     *
     * @return the user's thread
     */
    public UserThread thread() {
        return thread;
    }

    /**
     * Returns how many edits the server has not answered.
     *
     * @return the number
     */
    public long undecided() {
        return editedSeq - decidedSeq;
    }

    /**
     * Returns the replica's client id.
     *
     * @return the id
     */
    public String clientId() {
        return replica.clientId();
    }

    /**
     * Calls back with every change that another client made.
     *
     * @param listener takes the change, as it applies to the content here, and that client's id
     */
    public void onRemoteChange(BiConsumer<O, String> listener) {
        onRemoteChange = listener;
    }

    /**
     * Makes an edit; it is sent by the user's next step.
     *
     * @param type what it sets out to do
     * @param operation what it does to the content
     */
    public void edit(OperationType type, O operation) {
        editedSeq = replica.edit(type, operation);
        measurements.edited(docId, replica.clientId(), editedSeq);
    }

    /** Sends what was not sent yet, unless enough is under way already. */
    void send() {
        while (joined && inFlight < MAX_IN_FLIGHT) {
            Optional<Submission> submission = replica.nextSubmission(MAX_OPERATIONS);
            if (submission.isEmpty()) {
                return;
            }
            inFlight++;
            ApplyOperationsRequest request = OperationMapping.toProto(submission.get());
            connection.stub().applyOperations(request, new Answer(generation));
        }
    }

    /**
     * Takes in no operation after a version until the limit is moved.
     *
     * @param version the last version to take in
     */
    public void receiveUpTo(long version) {
        receiveLimit = version;
        takeIn();
    }

    private void takeIn() {
        while (!inbound.isEmpty() && inbound.peek().operation().version() <= receiveLimit) {
            DocumentEvent.OperationApplied applied = inbound.remove();
            Operation operation = applied.operation();
            measurements.received(operation, applied.conflict());
            if (operation.clientId().equals(replica.clientId())) {
                decided(new OperationResult.Applied(operation, applied.conflict(), false));
            } else {
                measurements.seenByAnother(operation);
            }
            replica.receive(operation).ifPresent(change -> onRemoteChange.accept(change, operation.clientId()));
            if (subscription != null) {
                subscription.request(1);
            }
        }
    }

    /** Edits are answered, and their answer may be lost: then they arrive with everybody else's. */
    private void decided(OperationResult result) {
        decidedSeq = Math.max(decidedSeq, result.clientSeq());
        measurements.decided(docId, replica.clientId(), result);
    }

    /** Subscribes from the version that is here, and sends what is undecided. */
    void join() {
        generation++;
        joined = true;
        SubscribeDocumentRequest request = SubscribeDocumentRequest.newBuilder()
                .setDocId(docId.toString())
                .setFromVersion(replica.version())
                .build();
        connection.stub().subscribeDocument(request, new Events(generation));
        send();
    }

    /** Forgets the connection, and with it what was sent and not answered. */
    void leave() {
        generation++;
        joined = false;
        if (subscription != null) {
            subscription.cancel("left", null);
            subscription = null;
        }
        inbound.clear();
        inFlight = 0;
        replica.connectionLost();
    }

    /** What a server sends, unless it comes from an earlier connection. */
    private abstract class Inbound<M> {
        private final int since;

        Inbound(int since) {
            this.since = since;
        }

        final void post(Runnable work) {
            thread.post(() -> {
                if (since == generation) {
                    work.run();
                }
            });
        }

        abstract void take(M message);

        public final void onNext(M message) {
            post(() -> {
                connection.served();
                take(message);
            });
        }

        public final void onError(Throwable failure) {
            post(() -> connection.lost(failure));
        }

        public final void onCompleted() {}
    }

    private final class Answer extends Inbound<ApplyOperationsResponse>
            implements StreamObserver<ApplyOperationsResponse> {
        Answer(int since) {
            super(since);
        }

        @Override
        void take(ApplyOperationsResponse response) {
            inFlight--;
            List<OperationResult> results = response.getResultsList().stream()
                    .map(OperationMapping::fromProto)
                    .toList();
            results.forEach(SharedDocument.this::decided);
            measurements.rejected.add(replica.decided(results).size());
            send();
        }
    }

    private final class Events extends Inbound<io.aetherflow.grpc.v1.DocumentEvent>
            implements ClientResponseObserver<SubscribeDocumentRequest, io.aetherflow.grpc.v1.DocumentEvent> {
        Events(int since) {
            super(since);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<SubscribeDocumentRequest> call) {
            call.disableAutoRequestWithInitial(WINDOW);
            subscription = call;
        }

        @Override
        void take(io.aetherflow.grpc.v1.DocumentEvent message) {
            Optional<DocumentEvent> event = OperationMapping.fromProto(message);
            if (event.isPresent() && event.get() instanceof DocumentEvent.OperationApplied applied) {
                inbound.add(applied);
                takeIn();
            } else if (subscription != null) {
                subscription.request(1);
            }
        }
    }
}
