// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.aetherflow.grpc.v1.ApplyOperationsResponse;
import io.aetherflow.grpc.v1.GetDocumentRequest;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc.StateSyncServiceFutureStub;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.replica.DocumentReplica;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.stub.StreamObserver;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A user with a replica behind a connection: edits at once, has several submissions under way, follows the stream. */
final class EditingClient<C, O> implements StreamObserver<io.aetherflow.grpc.v1.DocumentEvent> {
    private static final int UNDER_WAY = 3;

    private final DocumentReplica<C, O> replica;
    private final StateSyncServiceFutureStub stub;
    private final RandomGenerator random;
    private final Semaphore mayBeUnderWay = new Semaphore(UNDER_WAY);
    private volatile @Nullable Throwable failure;

    EditingClient(Channel channel, String userId, UUID docId, DocumentModel<C, O> model, RandomGenerator random)
            throws InterruptedException, ExecutionException {
        ClientInterceptor caller = TestServer.caller(userId, userId + "-session");
        this.stub = StateSyncServiceGrpc.newFutureStub(channel).withInterceptors(caller);
        this.random = random;
        Document document = DocumentMapping.fromProto(stub.getDocument(GetDocumentRequest.newBuilder()
                        .setDocId(docId.toString())
                        .build())
                .get()
                .getDocument());
        this.replica = new DocumentReplica<>(model, userId + "-" + docId, document);
        StateSyncServiceGrpc.newStub(channel)
                .withInterceptors(caller)
                .subscribeDocument(EventReader.fromVersion(docId, document.version()), this);
    }

    /** Makes one edit, and sends what is not sent by now. */
    void edit(Consumer<DocumentReplica<C, O>> editor) {
        synchronized (replica) {
            editor.accept(replica);
        }
        if (random.nextInt(3) > 0) {
            send();
        }
    }

    void send() {
        mayBeUnderWay.acquireUninterruptibly();
        synchronized (replica) {
            replica.nextSubmission(100)
                    .ifPresentOrElse(
                            submission -> {
                                ListenableFuture<ApplyOperationsResponse> answer =
                                        stub.applyOperations(OperationMapping.toProto(submission));
                                answer.addListener(() -> answered(answer), MoreExecutors.directExecutor());
                            },
                            mayBeUnderWay::release);
        }
    }

    private void answered(ListenableFuture<ApplyOperationsResponse> answer) {
        try {
            synchronized (replica) {
                replica.decided(answer.get().getResultsList().stream()
                        .map(OperationMapping::fromProto)
                        .toList());
            }
        } catch (InterruptedException | ExecutionException | RuntimeException e) {
            failure = e;
        } finally {
            mayBeUnderWay.release();
        }
    }

    @Override
    public void onNext(io.aetherflow.grpc.v1.DocumentEvent message) {
        if (OperationMapping.fromProto(message).orElseThrow() instanceof DocumentEvent.OperationApplied applied) {
            synchronized (replica) {
                replica.receive(applied.operation());
            }
        }
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void onCompleted() {}

    @Nullable
    Throwable failure() {
        return failure;
    }

    boolean hasSeen(long version) {
        synchronized (replica) {
            return failure != null
                    || (replica.version() >= version && replica.pending().isEmpty());
        }
    }

    Payload content() {
        synchronized (replica) {
            return replica.encoded();
        }
    }
}
