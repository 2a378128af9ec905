// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.core.Page;
import io.aetherflow.grpc.v1.AcquireLockRequest;
import io.aetherflow.grpc.v1.AcquireLockResponse;
import io.aetherflow.grpc.v1.ApplyOperationRequest;
import io.aetherflow.grpc.v1.ApplyOperationResponse;
import io.aetherflow.grpc.v1.ApplyOperationsRequest;
import io.aetherflow.grpc.v1.ApplyOperationsResponse;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.CreateDocumentResponse;
import io.aetherflow.grpc.v1.DeleteDocumentRequest;
import io.aetherflow.grpc.v1.DeleteDocumentResponse;
import io.aetherflow.grpc.v1.DocumentEvent;
import io.aetherflow.grpc.v1.GetDocumentRequest;
import io.aetherflow.grpc.v1.GetDocumentResponse;
import io.aetherflow.grpc.v1.GetOperationHistoryRequest;
import io.aetherflow.grpc.v1.GetOperationHistoryResponse;
import io.aetherflow.grpc.v1.GetStatsRequest;
import io.aetherflow.grpc.v1.GetStatsResponse;
import io.aetherflow.grpc.v1.IsLockedRequest;
import io.aetherflow.grpc.v1.IsLockedResponse;
import io.aetherflow.grpc.v1.ListConflictsRequest;
import io.aetherflow.grpc.v1.ListConflictsResponse;
import io.aetherflow.grpc.v1.ListDocumentsRequest;
import io.aetherflow.grpc.v1.ListDocumentsResponse;
import io.aetherflow.grpc.v1.ReleaseLockRequest;
import io.aetherflow.grpc.v1.ReleaseLockResponse;
import io.aetherflow.grpc.v1.RenewLockRequest;
import io.aetherflow.grpc.v1.RenewLockResponse;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.grpc.v1.SubscribeDocumentRequest;
import io.aetherflow.grpc.v1.UpdateDocumentRequest;
import io.aetherflow.grpc.v1.UpdateDocumentResponse;
import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.StateSyncStats;
import io.aetherflow.statesync.StoredDocument;
import io.aetherflow.statesync.SubscribeRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A state-sync manager as a gRPC service. Calls run on the server's executor and may block there while the manager's
 * store works. On whose behalf a call is made comes from {@link CallerInterceptor}, which the server must have.
 */
public final class StateSyncGrpcService extends StateSyncServiceGrpc.StateSyncServiceImplBase {
    private static final int DEFAULT_READ = 100;

    private final StateSyncManager manager;
    private final Duration defaultLease;

    /**
     * Creates the service.
     *
     * @param manager does the work; not closed with the service. Closing it ends all streams with UNAVAILABLE
     * @param defaultLease for how long a lock is leased where a call does not say
     */
    public StateSyncGrpcService(StateSyncManager manager, Duration defaultLease) {
        this.manager = Objects.requireNonNull(manager, "manager");
        this.defaultLease = Objects.requireNonNull(defaultLease, "defaultLease");
    }

    @Override
    public void createDocument(CreateDocumentRequest request, StreamObserver<CreateDocumentResponse> observer) {
        Unary.answer(
                observer,
                () -> CreateDocumentResponse.newBuilder()
                        .setDocument(DocumentMapping.toProto(
                                manager.create(CallerInterceptor.current(), DocumentMapping.fromProto(request))))
                        .build());
    }

    @Override
    public void getDocument(GetDocumentRequest request, StreamObserver<GetDocumentResponse> observer) {
        Unary.answer(
                observer,
                () -> GetDocumentResponse.newBuilder()
                        .setDocument(DocumentMapping.toProto(
                                manager.document(CallerInterceptor.current(), docId(request.getDocId()))))
                        .build());
    }

    @Override
    public void updateDocument(UpdateDocumentRequest request, StreamObserver<UpdateDocumentResponse> observer) {
        Unary.answer(observer, () -> {
            StoredDocument updated = manager.update(
                    CallerInterceptor.current(), docId(request.getDocId()), DocumentMapping.fromProto(request));
            return UpdateDocumentResponse.newBuilder()
                    .setDocument(DocumentMapping.toProto(updated))
                    .build();
        });
    }

    @Override
    public void deleteDocument(DeleteDocumentRequest request, StreamObserver<DeleteDocumentResponse> observer) {
        Unary.answer(observer, () -> {
            manager.delete(CallerInterceptor.current(), docId(request.getDocId()));
            return DeleteDocumentResponse.getDefaultInstance();
        });
    }

    @Override
    public void listDocuments(ListDocumentsRequest request, StreamObserver<ListDocumentsResponse> observer) {
        Unary.answer(observer, () -> {
            Page<StoredDocument> page =
                    manager.documents(CallerInterceptor.current(), DocumentMapping.fromProto(request));
            return ListDocumentsResponse.newBuilder()
                    .addAllDocuments(page.map(DocumentMapping::toProto).items())
                    .setNextCursor(page.nextCursor().orElse(""))
                    .setTotal(page.total().orElseThrow())
                    .build();
        });
    }

    @Override
    public void applyOperation(ApplyOperationRequest request, StreamObserver<ApplyOperationResponse> observer) {
        Unary.answer(observer, () -> {
            OperationResult result = manager.apply(CallerInterceptor.current(), OperationMapping.fromProto(request))
                    .get(0);
            return ApplyOperationResponse.newBuilder()
                    .setResult(OperationMapping.toProto(OperationRejectedException.requireApplied(result)))
                    .build();
        });
    }

    @Override
    public void applyOperations(ApplyOperationsRequest request, StreamObserver<ApplyOperationsResponse> observer) {
        Unary.answer(observer, () -> {
            List<OperationResult> results =
                    manager.apply(CallerInterceptor.current(), OperationMapping.fromProto(request));
            return ApplyOperationsResponse.newBuilder()
                    .addAllResults(
                            results.stream().map(OperationMapping::toProto).toList())
                    .build();
        });
    }

    @Override
    public void getOperationHistory(
            GetOperationHistoryRequest request, StreamObserver<GetOperationHistoryResponse> observer) {
        Unary.answer(observer, () -> {
            List<Operation> operations = manager.history(
                    CallerInterceptor.current(),
                    docId(request.getDocId()),
                    request.getAfterVersion(),
                    limit(request.getLimit()));
            return GetOperationHistoryResponse.newBuilder()
                    .addAllOperations(
                            operations.stream().map(OperationMapping::toProto).toList())
                    .build();
        });
    }

    @Override
    public void subscribeDocument(SubscribeDocumentRequest request, StreamObserver<DocumentEvent> observer) {
        DocumentStream stream = new DocumentStream((ServerCallStreamObserver<DocumentEvent>) observer);
        try {
            SubscribeRequest subscription = OperationMapping.fromProto(request);
            manager.subscribe(CallerInterceptor.current(), subscription, stream);
        } catch (RuntimeException e) {
            stream.refuse(e);
        }
    }

    @Override
    public void acquireLock(AcquireLockRequest request, StreamObserver<AcquireLockResponse> observer) {
        Unary.answer(observer, () -> {
            Duration lease = request.hasLease() ? Wire.duration("lease", request.getLease()) : defaultLease;
            DocumentLock lock = manager.acquireLock(CallerInterceptor.current(), docId(request.getDocId()), lease);
            return AcquireLockResponse.newBuilder()
                    .setLock(DocumentMapping.toProto(lock))
                    .build();
        });
    }

    @Override
    public void renewLock(RenewLockRequest request, StreamObserver<RenewLockResponse> observer) {
        Unary.answer(observer, () -> {
            Duration lease = request.hasLease() ? Wire.duration("lease", request.getLease()) : defaultLease;
            DocumentLock lock = manager.renewLock(
                    CallerInterceptor.current(),
                    docId(request.getDocId()),
                    Wire.uuid("lock_id", request.getLockId()),
                    lease);
            return RenewLockResponse.newBuilder()
                    .setLock(DocumentMapping.toProto(lock))
                    .build();
        });
    }

    @Override
    public void releaseLock(ReleaseLockRequest request, StreamObserver<ReleaseLockResponse> observer) {
        Unary.answer(observer, () -> {
            manager.releaseLock(
                    CallerInterceptor.current(), docId(request.getDocId()), Wire.uuid("lock_id", request.getLockId()));
            return ReleaseLockResponse.getDefaultInstance();
        });
    }

    @Override
    public void isLocked(IsLockedRequest request, StreamObserver<IsLockedResponse> observer) {
        Unary.answer(observer, () -> {
            Optional<DocumentLock> lock = manager.lock(CallerInterceptor.current(), docId(request.getDocId()));
            IsLockedResponse.Builder response = IsLockedResponse.newBuilder().setLocked(lock.isPresent());
            lock.ifPresent(held -> response.setLock(DocumentMapping.toProto(held)));
            return response.build();
        });
    }

    @Override
    public void listConflicts(ListConflictsRequest request, StreamObserver<ListConflictsResponse> observer) {
        Unary.answer(observer, () -> {
            List<Conflict> conflicts = manager.conflicts(
                    CallerInterceptor.current(),
                    docId(request.getDocId()),
                    request.getAfterVersion(),
                    limit(request.getLimit()));
            return ListConflictsResponse.newBuilder()
                    .addAllConflicts(
                            conflicts.stream().map(OperationMapping::toProto).toList())
                    .build();
        });
    }

    @Override
    public void getStats(GetStatsRequest request, StreamObserver<GetStatsResponse> observer) {
        Unary.answer(observer, () -> {
            StateSyncStats stats = manager.stats();
            return GetStatsResponse.newBuilder()
                    .setDocuments(stats.documents())
                    .setActiveDocuments(stats.activeDocuments())
                    .setArchivedDocuments(stats.archivedDocuments())
                    .setOperations(stats.operations())
                    .setConflicts(stats.conflicts())
                    .setActiveLocks(stats.activeLocks())
                    .setActiveSubscribers(stats.activeSubscribers())
                    .build();
        });
    }

    private static UUID docId(String text) {
        return Wire.uuid("doc_id", text);
    }

    private static int limit(int requested) {
        return requested == 0 ? DEFAULT_READ : requested;
    }
}
