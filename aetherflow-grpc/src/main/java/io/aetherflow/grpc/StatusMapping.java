// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.aetherflow.session.IllegalSessionTransitionException;
import io.aetherflow.session.InvalidSessionException;
import io.aetherflow.session.InvalidTokenException;
import io.aetherflow.session.SessionLimitException;
import io.aetherflow.session.SessionNotFoundException;
import io.aetherflow.session.SessionRevisionException;
import io.aetherflow.session.SessionStoreException;
import io.aetherflow.statesync.ControlRevisionException;
import io.aetherflow.statesync.DocumentExistsException;
import io.aetherflow.statesync.DocumentLockedException;
import io.aetherflow.statesync.DocumentNotFoundException;
import io.aetherflow.statesync.DocumentStateException;
import io.aetherflow.statesync.InvalidOperationException;
import io.aetherflow.statesync.InvalidRequestException;
import io.aetherflow.statesync.LimitExceededException;
import io.aetherflow.statesync.LockNotHeldException;
import io.aetherflow.statesync.PermissionDeniedException;
import io.aetherflow.statesync.ResyncRequiredException;
import io.aetherflow.statesync.SequenceGapException;
import io.aetherflow.statesync.StaleFenceException;
import io.aetherflow.statesync.StateStoreException;
import io.aetherflow.statesync.SubscriptionEndedException;
import io.aetherflow.statesync.VersionAheadException;
import io.aetherflow.statesync.model.ModelException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table of which exception is which gRPC status. Each status carries a {@link ErrorInfo} of domain
 * {@value #DOMAIN}, with a reason to branch on and what failed.
 */
public final class StatusMapping {
    /** The domain of all reasons. */
    public static final String DOMAIN = "aetherflow.io";

    /**
     * Messages may quote what a client sent. They travel twice in the trailers, once percent-encoded at up to nine bytes a
     * character, and clients refuse trailers of more than 8 KiB together with the status in them.
     */
    private static final int MAX_MESSAGE_CHARS = 400;

    private static final Logger LOG = LoggerFactory.getLogger(StatusMapping.class);

    private static final List<Row<?>> TABLE = List.of(
            row(BadRequestException.class, Code.INVALID_ARGUMENT, "INVALID_FIELD", e -> Map.of("field", e.field())),
            row(InvalidSessionException.class, Code.INVALID_ARGUMENT, "INVALID_FIELD", e -> Map.of("field", e.field())),
            row(InvalidRequestException.class, Code.INVALID_ARGUMENT, "INVALID_FIELD", e -> Map.of("field", e.field())),
            row(
                    InvalidOperationException.class,
                    Code.INVALID_ARGUMENT,
                    "INVALID_OPERATION",
                    e -> Map.of("doc_id", e.docId().toString(), "client_seq", Long.toString(e.clientSeq()))),
            row(
                    VersionAheadException.class,
                    Code.INVALID_ARGUMENT,
                    "VERSION_AHEAD",
                    e -> Map.of("doc_id", e.docId().toString(), "version", Long.toString(e.version()))),
            row(ModelException.class, Code.INVALID_ARGUMENT, "MALFORMED_DATA", e -> Map.of()),
            row(CallerMissingException.class, Code.UNAUTHENTICATED, "CALLER_MISSING", e -> Map.of()),
            row(InvalidTokenException.class, Code.UNAUTHENTICATED, "INVALID_TOKEN", e -> Map.of()),
            row(
                    ConnectionNotFoundException.class,
                    Code.NOT_FOUND,
                    "SESSION_NOT_FOUND",
                    e -> Map.of("connection_id", e.connectionId().toString())),
            row(
                    SessionNotFoundException.class,
                    Code.NOT_FOUND,
                    "SESSION_NOT_FOUND",
                    e -> Map.of("session_id", e.sessionId().toString())),
            row(
                    DocumentNotFoundException.class,
                    Code.NOT_FOUND,
                    "DOCUMENT_NOT_FOUND",
                    e -> Map.of("doc_id", e.docId().toString())),
            row(
                    DocumentExistsException.class,
                    Code.ALREADY_EXISTS,
                    "DOCUMENT_EXISTS",
                    e -> Map.of("doc_id", e.docId().toString())),
            row(
                    PermissionDeniedException.class,
                    Code.PERMISSION_DENIED,
                    "PERMISSION_DENIED",
                    e -> Map.of(
                            "doc_id",
                            e.docId().toString(),
                            "required",
                            e.required().name())),
            row(
                    IllegalSessionTransitionException.class,
                    Code.FAILED_PRECONDITION,
                    "ILLEGAL_TRANSITION",
                    e -> Map.of("from", e.from().name(), "to", e.to().name())),
            row(
                    DocumentStateException.class,
                    Code.FAILED_PRECONDITION,
                    "DOCUMENT_NOT_ACTIVE",
                    e -> Map.of(
                            "doc_id", e.docId().toString(), "state", e.state().name())),
            row(
                    DocumentLockedException.class,
                    Code.FAILED_PRECONDITION,
                    "DOCUMENT_LOCKED",
                    e -> Map.of(
                            "doc_id",
                            e.docId().toString(),
                            "holder",
                            e.holder(),
                            "expires_at",
                            e.expiresAt().toString())),
            row(
                    LockNotHeldException.class,
                    Code.FAILED_PRECONDITION,
                    "LOCK_NOT_HELD",
                    e -> Map.of(
                            "doc_id",
                            e.docId().toString(),
                            "lock_id",
                            e.lockId().toString())),
            row(
                    StaleFenceException.class,
                    Code.FAILED_PRECONDITION,
                    "STALE_FENCE",
                    e -> Map.of("doc_id", e.docId().toString(), "fence", Long.toString(e.fence()))),
            row(
                    ResyncRequiredException.class,
                    Code.FAILED_PRECONDITION,
                    "RESYNC_REQUIRED",
                    e -> Map.of("doc_id", e.docId().toString(), "oldest", Long.toString(e.oldest()))),
            row(
                    SequenceGapException.class,
                    Code.FAILED_PRECONDITION,
                    "SEQUENCE_GAP",
                    e -> Map.of("doc_id", e.docId().toString(), "expected", Long.toString(e.expected()))),
            row(
                    OperationRejectedException.class,
                    Code.FAILED_PRECONDITION,
                    "OPERATION_REJECTED",
                    e -> Map.of("client_seq", Long.toString(e.clientSeq()), "rejection", e.reason())),
            row(
                    SessionRevisionException.class,
                    Code.ABORTED,
                    "REVISION_MISMATCH",
                    e -> Map.of("session_id", e.sessionId().toString(), "actual", Long.toString(e.actual()))),
            row(
                    ControlRevisionException.class,
                    Code.ABORTED,
                    "REVISION_MISMATCH",
                    e -> Map.of("doc_id", e.docId().toString(), "actual", Long.toString(e.actual()))),
            row(
                    SessionLimitException.class,
                    Code.RESOURCE_EXHAUSTED,
                    "SESSION_LIMIT",
                    e -> Map.of("limit", Integer.toString(e.limit()))),
            row(
                    LimitExceededException.class,
                    Code.RESOURCE_EXHAUSTED,
                    "LIMIT_EXCEEDED",
                    e -> Map.of("limit", Long.toString(e.limit()))),
            row(
                    SubscriptionEndedException.class,
                    Code.UNAVAILABLE,
                    "SUBSCRIPTION_ENDED",
                    e -> Map.of("doc_id", e.docId().toString(), "last_version", Long.toString(e.lastVersion()))),
            row(SessionStoreException.class, Code.UNAVAILABLE, "STORE_UNAVAILABLE", e -> Map.of()),
            row(StateStoreException.class, Code.UNAVAILABLE, "STORE_UNAVAILABLE", e -> Map.of()));

    private StatusMapping() {}

    private record Row<E extends Throwable>(
            Class<E> type, Code code, String reason, Function<E, Map<String, String>> details) {
        StatusRuntimeException status(Throwable failure) {
            ErrorInfo info = ErrorInfo.newBuilder()
                    .setDomain(DOMAIN)
                    .setReason(reason)
                    .putAllMetadata(details.apply(type.cast(failure)))
                    .build();
            return StatusProto.toStatusRuntimeException(Status.newBuilder()
                    .setCode(code.getNumber())
                    .setMessage(shown(String.valueOf(failure.getMessage())))
                    .addDetails(Any.pack(info))
                    .build());
        }
    }

    private static String shown(String message) {
        if (message.length() <= MAX_MESSAGE_CHARS) {
            return message;
        }
        boolean splitsPair = Character.isHighSurrogate(message.charAt(MAX_MESSAGE_CHARS - 1));
        return message.substring(0, splitsPair ? MAX_MESSAGE_CHARS - 1 : MAX_MESSAGE_CHARS) + "…";
    }

    private static <E extends Throwable> Row<E> row(
            Class<E> type, Code code, String reason, Function<E, Map<String, String>> details) {
        return new Row<>(type, code, reason, details);
    }

    /**
     * Maps a failure. What is not in the table is a fault of the server: it is logged, and the client is told nothing of
     * it.
     *
     * @param failure what was thrown
     * @return the status to answer with; the failure itself if it is one already
     */
    public static StatusRuntimeException toStatus(Throwable failure) {
        if (failure instanceof StatusRuntimeException status) {
            return status;
        }
        for (Row<?> row : TABLE) {
            if (row.type().isInstance(failure)) {
                return row.status(failure);
            }
        }
        LOG.error("call failed", failure);
        return io.grpc.Status.INTERNAL.withDescription("internal error").asRuntimeException();
    }
}
