// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.grpc.v1.ApplyOperationRequest;
import io.aetherflow.grpc.v1.ApplyOperationsRequest;
import io.aetherflow.grpc.v1.OperationStatus;
import io.aetherflow.grpc.v1.SubscribeDocumentRequest;
import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.Rejection;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.SubscribeRequest;
import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Overlap;
import java.util.List;
import java.util.Optional;

/** Operation messages to and from the state-sync module's types. Pure; what is malformed is refused by field. */
public final class OperationMapping {
    private static final String TYPE = "OPERATION_TYPE_";
    private static final String STRATEGY = "CONFLICT_STRATEGY_";
    private static final String OUTCOME = "CONFLICT_OUTCOME_";
    private static final String REASON = "REJECTION_REASON_";

    private OperationMapping() {}

    /**
     * Maps a submission.
     *
     * @param submission the submission
     * @return its message
     */
    public static ApplyOperationsRequest toProto(Submission submission) {
        return ApplyOperationsRequest.newBuilder()
                .setDocId(submission.docId().toString())
                .setClientId(submission.clientId())
                .setPrevVersion(submission.prevVersion())
                .addAllOperations(submission.operations().stream()
                        .map(OperationMapping::toProto)
                        .toList())
                .setRebasedWithout(submission.rebasedWithout())
                .setFence(submission.fence().orElse(0L))
                .build();
    }

    static Submission fromProto(ApplyOperationsRequest request) {
        return new Submission(
                Wire.uuid("doc_id", request.getDocId()),
                request.getClientId(),
                request.getPrevVersion(),
                request.getOperationsList().stream()
                        .map(OperationMapping::fromProto)
                        .toList(),
                request.getRebasedWithout(),
                fence(request.getFence()));
    }

    static Submission fromProto(ApplyOperationRequest request) {
        if (!request.hasOperation()) {
            throw new BadRequestException("operation", "", "an operation");
        }
        return new Submission(
                Wire.uuid("doc_id", request.getDocId()),
                request.getClientId(),
                request.getPrevVersion(),
                List.of(fromProto(request.getOperation())),
                request.getRebasedWithout(),
                fence(request.getFence()));
    }

    private static Optional<Long> fence(long field) {
        return field == 0 ? Optional.empty() : Optional.of(field);
    }

    static io.aetherflow.grpc.v1.ClientOperation toProto(ClientOperation operation) {
        return io.aetherflow.grpc.v1.ClientOperation.newBuilder()
                .setClientSeq(operation.clientSeq())
                .setType(toProto(operation.type()))
                .setData(DocumentMapping.toProto(operation.data()))
                .putAllExtra(operation.extra())
                .build();
    }

    static ClientOperation fromProto(io.aetherflow.grpc.v1.ClientOperation message) {
        return new ClientOperation(
                message.getClientSeq(),
                Wire.requireEnum("type", OperationType.class, TYPE, message.getType(), message.getTypeValue()),
                DocumentMapping.fromProto(message.getData()),
                message.getExtraMap());
    }

    private static io.aetherflow.grpc.v1.OperationType toProto(OperationType type) {
        return Wire.toProto(io.aetherflow.grpc.v1.OperationType.class, TYPE, type);
    }

    /**
     * Maps a committed operation.
     *
     * @param operation the operation
     * @return its message
     */
    public static io.aetherflow.grpc.v1.Operation toProto(Operation operation) {
        return io.aetherflow.grpc.v1.Operation.newBuilder()
                .setOperationId(operation.id().toString())
                .setDocId(operation.docId().toString())
                .setClientId(operation.clientId())
                .setClientSeq(operation.clientSeq())
                .setType(toProto(operation.type()))
                .setData(DocumentMapping.toProto(operation.data()))
                .setPrevVersion(operation.prevVersion())
                .setVersion(operation.version())
                .setAuthor(io.aetherflow.grpc.v1.Author.newBuilder()
                        .setUserId(operation.author().userId())
                        .setSessionId(operation.author().sessionId())
                        .setClientIp(operation.author().clientIp())
                        .setUserAgent(operation.author().userAgent()))
                .setTimestamp(Wire.timestamp(operation.timestamp()))
                .putAllExtra(operation.extra())
                .build();
    }

    /**
     * Maps the message of a committed operation.
     *
     * @param message the message
     * @return the operation
     */
    public static Operation fromProto(io.aetherflow.grpc.v1.Operation message) {
        io.aetherflow.grpc.v1.Author author = message.getAuthor();
        return new Operation(
                Wire.uuid("operation_id", message.getOperationId()),
                Wire.uuid("doc_id", message.getDocId()),
                message.getClientId(),
                message.getClientSeq(),
                Wire.requireEnum("type", OperationType.class, TYPE, message.getType(), message.getTypeValue()),
                DocumentMapping.fromProto(message.getData()),
                message.getPrevVersion(),
                message.getVersion(),
                new Caller(author.getUserId(), author.getSessionId(), author.getClientIp(), author.getUserAgent()),
                Wire.instant("timestamp", message.getTimestamp()),
                message.getExtraMap());
    }

    static io.aetherflow.grpc.v1.OperationResult toProto(OperationResult result) {
        io.aetherflow.grpc.v1.OperationResult.Builder message =
                io.aetherflow.grpc.v1.OperationResult.newBuilder().setClientSeq(result.clientSeq());
        if (result instanceof OperationResult.Applied applied) {
            message.setStatus(
                    applied.duplicate()
                            ? OperationStatus.OPERATION_STATUS_DUPLICATE
                            : OperationStatus.OPERATION_STATUS_APPLIED);
            message.setOperation(toProto(applied.operation()));
            applied.conflict().ifPresent(conflict -> message.setConflict(toProto(conflict)));
        } else if (result instanceof OperationResult.Rejected rejected) {
            message.setStatus(OperationStatus.OPERATION_STATUS_REJECTED)
                    .setRejectionReason(Wire.toProto(
                            io.aetherflow.grpc.v1.RejectionReason.class,
                            REASON,
                            rejected.rejection().reason()))
                    .setRejectionMessage(rejected.rejection().message());
        } else if (result instanceof OperationResult.DependsOnRejected depends) {
            message.setStatus(OperationStatus.OPERATION_STATUS_DEPENDS_ON_REJECTED)
                    .setRejectedSeq(depends.rejectedSeq());
        } else {
            message.setStatus(OperationStatus.OPERATION_STATUS_ALREADY_APPLIED);
        }
        return message.build();
    }

    /**
     * Maps the message of an operation's result.
     *
     * @param message the message
     * @return the result
     */
    public static OperationResult fromProto(io.aetherflow.grpc.v1.OperationResult message) {
        return switch (message.getStatus()) {
            case OPERATION_STATUS_APPLIED, OPERATION_STATUS_DUPLICATE ->
                new OperationResult.Applied(
                        fromProto(message.getOperation()),
                        message.hasConflict() ? Optional.of(fromProto(message.getConflict())) : Optional.empty(),
                        message.getStatus() == OperationStatus.OPERATION_STATUS_DUPLICATE);
            case OPERATION_STATUS_ALREADY_APPLIED -> new OperationResult.AlreadyApplied(message.getClientSeq());
            case OPERATION_STATUS_REJECTED ->
                new OperationResult.Rejected(new Rejection(
                        message.getClientSeq(),
                        Wire.requireEnum(
                                "rejection_reason",
                                Rejection.Reason.class,
                                REASON,
                                message.getRejectionReason(),
                                message.getRejectionReasonValue()),
                        message.getRejectionMessage()));
            case OPERATION_STATUS_DEPENDS_ON_REJECTED ->
                new OperationResult.DependsOnRejected(message.getClientSeq(), message.getRejectedSeq());
            case OPERATION_STATUS_UNSPECIFIED, UNRECOGNIZED ->
                throw new BadRequestException("status", Integer.toString(message.getStatusValue()), "a known status");
        };
    }

    static io.aetherflow.grpc.v1.Conflict toProto(Conflict conflict) {
        return io.aetherflow.grpc.v1.Conflict.newBuilder()
                .setConflictId(conflict.id().toString())
                .setDocId(conflict.docId().toString())
                .setVersion(conflict.version())
                .setBaseVersion(conflict.baseVersion())
                .setStrategy(Wire.toProto(io.aetherflow.grpc.v1.ConflictStrategy.class, STRATEGY, conflict.strategy()))
                .setUserId(conflict.userId())
                .addAllParts(
                        conflict.parts().stream().map(OperationMapping::toProto).toList())
                .setDetectedAt(Wire.timestamp(conflict.detectedAt()))
                .build();
    }

    static Conflict fromProto(io.aetherflow.grpc.v1.Conflict message) {
        return new Conflict(
                Wire.uuid("conflict_id", message.getConflictId()),
                Wire.uuid("doc_id", message.getDocId()),
                message.getVersion(),
                message.getBaseVersion(),
                Wire.requireEnum(
                        "strategy",
                        ConflictStrategy.class,
                        STRATEGY,
                        message.getStrategy(),
                        message.getStrategyValue()),
                message.getUserId(),
                message.getPartsList().stream().map(OperationMapping::fromProto).toList(),
                Wire.instant("detected_at", message.getDetectedAt()));
    }

    private static io.aetherflow.grpc.v1.ConflictPart toProto(Conflict.Part part) {
        io.aetherflow.grpc.v1.ConflictPart.Builder message = io.aetherflow.grpc.v1.ConflictPart.newBuilder()
                .setPath(part.path())
                .setOutcome(Wire.toProto(io.aetherflow.grpc.v1.ConflictOutcome.class, OUTCOME, part.outcome()));
        part.other()
                .ifPresent(other -> message.setOther(io.aetherflow.grpc.v1.ConflictingOperation.newBuilder()
                        .setVersion(other.version())
                        .setClientId(other.clientId())
                        .setUserId(other.userId())));
        return message.build();
    }

    private static Conflict.Part fromProto(io.aetherflow.grpc.v1.ConflictPart message) {
        io.aetherflow.grpc.v1.ConflictingOperation other = message.getOther();
        return new Conflict.Part(
                message.getPath(),
                Wire.requireEnum(
                        "outcome", Overlap.Outcome.class, OUTCOME, message.getOutcome(), message.getOutcomeValue()),
                message.hasOther()
                        ? Optional.of(new Conflict.Other(other.getVersion(), other.getClientId(), other.getUserId()))
                        : Optional.empty());
    }

    static SubscribeRequest fromProto(SubscribeDocumentRequest request) {
        return new SubscribeRequest(
                Wire.uuid("doc_id", request.getDocId()),
                request.hasFromVersion() ? Optional.of(request.getFromVersion()) : Optional.empty(),
                Wire.nonEmpty(request.getEpoch()).map(epoch -> Wire.uuid("epoch", epoch)));
    }

    static io.aetherflow.grpc.v1.DocumentEvent toProto(DocumentEvent event) {
        io.aetherflow.grpc.v1.DocumentEvent.Builder message = io.aetherflow.grpc.v1.DocumentEvent.newBuilder();
        if (event instanceof DocumentEvent.OperationApplied applied) {
            var body = io.aetherflow.grpc.v1.DocumentEvent.OperationApplied.newBuilder()
                    .setOperation(toProto(applied.operation()));
            applied.conflict().ifPresent(conflict -> body.setConflict(toProto(conflict)));
            message.setOperationApplied(body);
        } else if (event instanceof DocumentEvent.SnapshotTaken snapshot) {
            message.setSnapshotTaken(io.aetherflow.grpc.v1.DocumentEvent.SnapshotTaken.newBuilder()
                    .setDocument(DocumentMapping.toProto(snapshot.document()))
                    .setResync(snapshot.resync()));
        } else if (event instanceof DocumentEvent.DocumentUpdated updated) {
            message.setDocumentUpdated(DocumentMapping.toProto(updated.info()));
        } else if (event instanceof DocumentEvent.LockChanged changed) {
            var body = io.aetherflow.grpc.v1.DocumentEvent.LockChanged.newBuilder();
            changed.lock().ifPresent(lock -> body.setLock(DocumentMapping.toProto(lock)));
            message.setLockChanged(body);
        }
        return message.build();
    }

    /**
     * Maps the message of an event.
     *
     * @param message the message
     * @return the event; empty if it is of a kind that this version does not know
     */
    public static Optional<DocumentEvent> fromProto(io.aetherflow.grpc.v1.DocumentEvent message) {
        return switch (message.getEventCase()) {
            case SNAPSHOT_TAKEN ->
                Optional.of(new DocumentEvent.SnapshotTaken(
                        DocumentMapping.fromProto(message.getSnapshotTaken().getDocument()),
                        message.getSnapshotTaken().getResync()));
            case OPERATION_APPLIED ->
                Optional.of(new DocumentEvent.OperationApplied(
                        fromProto(message.getOperationApplied().getOperation()),
                        message.getOperationApplied().hasConflict()
                                ? Optional.of(
                                        fromProto(message.getOperationApplied().getConflict()))
                                : Optional.empty()));
            case DOCUMENT_UPDATED ->
                Optional.of(new DocumentEvent.DocumentUpdated(DocumentMapping.fromProto(message.getDocumentUpdated())));
            case LOCK_CHANGED ->
                Optional.of(new DocumentEvent.LockChanged(
                        message.getLockChanged().hasLock()
                                ? Optional.of(DocumentMapping.fromProto(
                                        message.getLockChanged().getLock()))
                                : Optional.empty()));
            case EVENT_NOT_SET -> Optional.empty();
        };
    }
}
