// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.aetherflow.grpc.v1.AcquireLockRequest;
import io.aetherflow.grpc.v1.ApplyOperationRequest;
import io.aetherflow.grpc.v1.ClientOperation;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.DeleteDocumentRequest;
import io.aetherflow.grpc.v1.DocumentState;
import io.aetherflow.grpc.v1.DocumentType;
import io.aetherflow.grpc.v1.GetDocumentRequest;
import io.aetherflow.grpc.v1.GetOperationHistoryRequest;
import io.aetherflow.grpc.v1.ListDocumentsRequest;
import io.aetherflow.grpc.v1.OperationType;
import io.aetherflow.grpc.v1.UpdateDocumentRequest;
import io.aetherflow.statesync.StateSyncLimits;
import io.aetherflow.statesync.SubscribeRequest;
import io.grpc.Status.Code;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the state-sync service refuses, with which status and which details. */
class StateSyncServiceRefusalTest {
    private static final String NOWHERE = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    private final TestServer server = new TestServer.Setup()
            .limits(new StateSyncLimits(1 << 10, 2 << 10, 10, 2, 1, 10, 10))
            .start();
    private String docId;

    @BeforeEach
    void create() {
        docId = server.as("ann")
                .createDocument(Requests.sharedText("hello"))
                .getDocument()
                .getInfo()
                .getDocId();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void documentThatIsNotThereOrNotForTheCallerIsNotFound() {
        refused(() -> get("ann", NOWHERE), Code.NOT_FOUND, "DOCUMENT_NOT_FOUND", Map.of("doc_id", NOWHERE));
        refused(() -> get("eve", docId), Code.NOT_FOUND, "DOCUMENT_NOT_FOUND", Map.of("doc_id", docId));
        refused(
                () -> server.as("eve").applyOperation(Requests.edit(docId, "e1", 1, 1, "[\"x\"]")),
                Code.NOT_FOUND,
                "DOCUMENT_NOT_FOUND",
                Map.of("doc_id", docId));
    }

    @Test
    void takenIdExistsAlready() {
        refused(
                () -> server.as("bob")
                        .createDocument(
                                Requests.text("").toBuilder().setDocId(docId).build()),
                Code.ALREADY_EXISTS,
                "DOCUMENT_EXISTS",
                Map.of("doc_id", docId));
    }

    @Test
    void viewerMayNotEditAndEditorMayNotDelete() {
        refused(
                () -> server.as("vera").applyOperation(Requests.edit(docId, "v1", 1, 1, "[\"x\"]")),
                Code.PERMISSION_DENIED,
                "PERMISSION_DENIED",
                Map.of("doc_id", docId, "required", "WRITE"));
        refused(
                () -> server.as("bob")
                        .deleteDocument(DeleteDocumentRequest.newBuilder()
                                .setDocId(docId)
                                .build()),
                Code.PERMISSION_DENIED,
                "PERMISSION_DENIED",
                Map.of("doc_id", docId, "required", "OWN"));
    }

    @Test
    void archivedDocumentIsNotEdited() {
        server.as("ann")
                .updateDocument(UpdateDocumentRequest.newBuilder()
                        .setDocId(docId)
                        .setState(DocumentState.DOCUMENT_STATE_ARCHIVED)
                        .build());
        refused(
                () -> apply(1, 1, "[\"x\"]"),
                Code.FAILED_PRECONDITION,
                "DOCUMENT_NOT_ACTIVE",
                Map.of("doc_id", docId, "state", "ARCHIVED"));
    }

    @Test
    void skippedNumberNamesTheExpectedOne() {
        apply(1, 1, "[\"x\"]");
        refused(
                () -> apply(3, 2, "[\"x\"]"),
                Code.FAILED_PRECONDITION,
                "SEQUENCE_GAP",
                Map.of("doc_id", docId, "expected", "2"));
    }

    @Test
    void clientTooFarBehindMustResync() {
        for (int seq = 1; seq <= 4; seq++) {
            apply(seq, seq, "[\"x\"]");
        }
        refused(
                () -> server.as("ann").applyOperation(Requests.edit(docId, "a1", 1, 1, "[\"y\"]")),
                Code.FAILED_PRECONDITION,
                "RESYNC_REQUIRED",
                Map.of("doc_id", docId, "oldest", "3"));
    }

    @Test
    void versionThatIsNotYetIsInvalid() {
        refused(
                () -> apply(1, 9, "[\"x\"]"),
                Code.INVALID_ARGUMENT,
                "VERSION_AHEAD",
                Map.of("doc_id", docId, "version", "1"));
    }

    @Test
    void rejectedSingleOperationIsNoOkAnswer() {
        refused(
                () -> apply(1, 1, "[99,\"x\"]"),
                Code.FAILED_PRECONDITION,
                "OPERATION_REJECTED",
                Map.of("client_seq", "1", "rejection", "DOES_NOT_FIT"));
        refused(
                () -> apply(2, 1, "[\"x\"]"),
                Code.FAILED_PRECONDITION,
                "OPERATION_REJECTED",
                Map.of("client_seq", "2", "rejection", "DEPENDS_ON_REJECTED"));
    }

    @Test
    void operationThatDoesNotFitIsRejectedAlsoWhenItIsCarriedOverOthers() {
        apply(1, 1, "[{\"d\":5},\"bye\"]");
        refused(
                () -> server.as("ann").applyOperation(Requests.edit(docId, "a1", 1, 1, "[1000000000,\"x\"]")),
                Code.FAILED_PRECONDITION,
                "OPERATION_REJECTED",
                Map.of("client_seq", "1", "rejection", "DOES_NOT_FIT"));
    }

    @Test
    void documentThatWouldGrowTooLargeIsNotChanged() {
        String text = "[\"" + "x".repeat(1_000) + "\"]";
        apply(1, 1, text);
        apply(2, 2, text);
        refused(
                () -> apply(3, 3, text),
                Code.FAILED_PRECONDITION,
                "OPERATION_REJECTED",
                Map.of("client_seq", "3", "rejection", "DOCUMENT_TOO_LARGE"));
        assertThat(get("ann", docId).getHead().getVersion()).isEqualTo(3);
    }

    @Test
    void malformedOperationNamesItsNumber() {
        refused(
                () -> apply(1, 1, "[\"x\",{\"d\":-1}]"),
                Code.INVALID_ARGUMENT,
                "INVALID_OPERATION",
                Map.of("doc_id", docId, "client_seq", "1"));
    }

    @Test
    void staleControlRevisionAbortsWithTheActualOne() {
        refused(
                () -> server.as("ann")
                        .updateDocument(UpdateDocumentRequest.newBuilder()
                                .setDocId(docId)
                                .setName("other")
                                .setExpectedControlRevision(7)
                                .build()),
                Code.ABORTED,
                "REVISION_MISMATCH",
                Map.of("doc_id", docId, "actual", "1"));
    }

    @Test
    void malformedFieldsAreRefusedByName() {
        invalid("doc_id", () -> get("ann", "1-2-3-4-5"));
        invalid("doc_id", () -> get("ann", ""));
        invalid(
                "operation",
                () -> server.as("ann")
                        .applyOperation(ApplyOperationRequest.newBuilder()
                                .setDocId(docId)
                                .setClientId("a1")
                                .setPrevVersion(1)
                                .build()));
        invalid("type", () -> applyTyped(OperationType.OPERATION_TYPE_UNSPECIFIED_VALUE));
        invalid("type", () -> applyTyped(99));
        invalid("type", () -> createTyped(DocumentType.DOCUMENT_TYPE_UNSPECIFIED_VALUE, ""));
        invalid("type", () -> createTyped(99, ""));
        invalid("type", () -> createTyped(DocumentType.DOCUMENT_TYPE_CUSTOM_VALUE, ""));
        invalid("type", () -> createTyped(DocumentType.DOCUMENT_TYPE_CUSTOM_VALUE, "Not A Name"));
        invalid("type", () -> createTyped(DocumentType.DOCUMENT_TYPE_CUSTOM_VALUE, "nobody-registered-it"));
        invalid(
                "state",
                () -> server.as("ann")
                        .listDocuments(ListDocumentsRequest.newBuilder()
                                .setStateValue(-1)
                                .build()));
        invalid(
                "pageSize",
                () -> server.as("ann")
                        .listDocuments(ListDocumentsRequest.newBuilder()
                                .setPageSize(-1)
                                .build()));
        invalid(
                "limit",
                () -> server.as("ann")
                        .getOperationHistory(GetOperationHistoryRequest.newBuilder()
                                .setDocId(docId)
                                .setLimit(1_001)
                                .build()));
        invalid(
                "lease",
                () -> server.as("ann")
                        .acquireLock(AcquireLockRequest.newBuilder()
                                .setDocId(docId)
                                .setLease(Duration.newBuilder().setSeconds(Long.MAX_VALUE))
                                .build()));
    }

    @Test
    void oversizePayloadsAreRefusedByName() {
        invalid("content (bytes)", () -> server.as("ann").createDocument(Requests.text("x".repeat(2_049))));
        invalid("data (bytes)", () -> apply(1, 1, "[\"" + "x".repeat(2_000) + "\"]"));
    }

    @Test
    void secondSubscriberBeyondTheLimitIsExhausted() {
        server.documents.subscribe(
                Requests.ANN, SubscribeRequest.fromSnapshot(UUID.fromString(docId)), new SilentSubscriber());
        refused(
                () -> server.as("ann")
                        .subscribeDocument(EventReader.fromSnapshot(UUID.fromString(docId)))
                        .next(),
                Code.RESOURCE_EXHAUSTED,
                "LIMIT_EXCEEDED",
                Map.of("limit", "1"));
    }

    private io.aetherflow.grpc.v1.Document get(String userId, String id) {
        return server.as(userId)
                .getDocument(GetDocumentRequest.newBuilder().setDocId(id).build())
                .getDocument();
    }

    private void apply(long clientSeq, long prevVersion, String json) {
        server.as("bob").applyOperation(Requests.edit(docId, "b1", clientSeq, prevVersion, json));
    }

    private void applyTyped(int type) {
        server.as("bob")
                .applyOperations(Requests.edits(
                        docId,
                        "b1",
                        1,
                        ClientOperation.newBuilder()
                                .setClientSeq(1)
                                .setTypeValue(type)
                                .setData(ByteString.copyFromUtf8("[\"x\"]"))
                                .build()));
    }

    private void createTyped(int type, String customType) {
        server.as("ann")
                .createDocument(CreateDocumentRequest.newBuilder()
                        .setTypeValue(type)
                        .setCustomType(customType)
                        .build());
    }

    private static void invalid(String field, ThrowingCallable call) {
        refused(call, Code.INVALID_ARGUMENT, "INVALID_FIELD", Map.of("field", field));
    }

    private static void refused(ThrowingCallable call, Code code, String reason, Map<String, String> details) {
        Failure failure = Failure.of(call);
        assertThat(failure).isEqualTo(new Failure(code, failure.message(), StatusMapping.DOMAIN, reason, details));
    }
}
