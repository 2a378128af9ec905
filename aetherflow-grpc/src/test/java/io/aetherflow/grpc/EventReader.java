// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.grpc.v1.StateSyncServiceGrpc.StateSyncServiceStub;
import io.aetherflow.grpc.v1.SubscribeDocumentRequest;
import io.aetherflow.statesync.DocumentEvent;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client's subscription: takes in either everything at once, or only what the test asks for. */
final class EventReader
        implements ClientResponseObserver<SubscribeDocumentRequest, io.aetherflow.grpc.v1.DocumentEvent> {
    private final boolean byHand;
    private final List<DocumentEvent> events = new CopyOnWriteArrayList<>();
    private volatile Optional<Throwable> failure = Optional.empty();
    private volatile boolean ended;
    private volatile ClientCallStreamObserver<SubscribeDocumentRequest> call;

    private EventReader(boolean byHand) {
        this.byHand = byHand;
    }

    static EventReader subscribe(StateSyncServiceStub stub, SubscribeDocumentRequest request) {
        EventReader reader = new EventReader(false);
        stub.subscribeDocument(request, reader);
        return reader;
    }

    /** Subscribes and asks for nothing. */
    static EventReader subscribeByHand(StateSyncServiceStub stub, SubscribeDocumentRequest request) {
        EventReader reader = new EventReader(true);
        stub.subscribeDocument(request, reader);
        return reader;
    }

    static SubscribeDocumentRequest fromSnapshot(UUID docId) {
        return SubscribeDocumentRequest.newBuilder().setDocId(docId.toString()).build();
    }

    static SubscribeDocumentRequest fromVersion(UUID docId, long version) {
        return fromSnapshot(docId).toBuilder().setFromVersion(version).build();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubscribeDocumentRequest> stream) {
        call = stream;
        if (byHand) {
            stream.disableAutoRequestWithInitial(0);
        }
    }

    void request(int count) {
        call.request(count);
    }

    void cancel() {
        call.cancel("the test has enough", null);
    }

    @Override
    public void onNext(io.aetherflow.grpc.v1.DocumentEvent event) {
        events.add(OperationMapping.fromProto(event).orElseThrow());
    }

    @Override
    public void onError(Throwable thrown) {
        failure = Optional.of(thrown);
        ended = true;
    }

    @Override
    public void onCompleted() {
        ended = true;
    }

    List<DocumentEvent> events() {
        return List.copyOf(events);
    }

    boolean hasEnded() {
        return ended;
    }

    Optional<Throwable> failure() {
        return failure;
    }

    /** The versions of the operations received, in the order received. */
    List<Long> versions() {
        return events.stream()
                .filter(DocumentEvent.OperationApplied.class::isInstance)
                .map(event ->
                        ((DocumentEvent.OperationApplied) event).operation().version())
                .toList();
    }
}
