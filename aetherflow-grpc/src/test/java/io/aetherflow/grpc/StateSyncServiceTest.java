// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.aetherflow.grpc.v1.ApplyOperationResponse;
import io.aetherflow.grpc.v1.ApplyOperationsRequest;
import io.aetherflow.grpc.v1.ApplyOperationsResponse;
import io.aetherflow.grpc.v1.ClientOperation;
import io.aetherflow.grpc.v1.ConflictOutcome;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.DeleteDocumentRequest;
import io.aetherflow.grpc.v1.Document;
import io.aetherflow.grpc.v1.DocumentMetadata;
import io.aetherflow.grpc.v1.DocumentState;
import io.aetherflow.grpc.v1.DocumentType;
import io.aetherflow.grpc.v1.GetDocumentRequest;
import io.aetherflow.grpc.v1.GetOperationHistoryRequest;
import io.aetherflow.grpc.v1.GetStatsRequest;
import io.aetherflow.grpc.v1.GetStatsResponse;
import io.aetherflow.grpc.v1.ListConflictsRequest;
import io.aetherflow.grpc.v1.ListDocumentsRequest;
import io.aetherflow.grpc.v1.ListDocumentsResponse;
import io.aetherflow.grpc.v1.Operation;
import io.aetherflow.grpc.v1.OperationResult;
import io.aetherflow.grpc.v1.OperationStatus;
import io.aetherflow.grpc.v1.OperationType;
import io.aetherflow.grpc.v1.Permissions;
import io.aetherflow.grpc.v1.StoredDocument;
import io.aetherflow.grpc.v1.UpdateDocumentRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each unary call of the state-sync service does, over a socket; locks have a test of their own. */
class StateSyncServiceTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void createdDocumentIsAsAskedForAndReadBack() {
        String id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
        DocumentMetadata metadata = DocumentMetadata.newBuilder()
                .addTags("draft")
                .setDescription("Grüße")
                .putProperties("color", "blue")
                .setPermissions(Permissions.newBuilder().setOwner("ann").setPublicRead(true))
                .build();
        Document created = server.as("ann")
                .createDocument(Requests.text("hello").toBuilder()
                        .setDocId(id)
                        .setMetadata(metadata)
                        .build())
                .getDocument();

        assertThat(created.getInfo().getDocId()).isEqualTo(id);
        assertThat(created.getInfo().getType()).isEqualTo(DocumentType.DOCUMENT_TYPE_TEXT);
        assertThat(created.getInfo().getMetadata()).isEqualTo(metadata);
        assertThat(created.getInfo().getCreatedBy()).isEqualTo("ann");
        assertThat(created.getHead().getVersion()).isEqualTo(1);
        assertThat(created.getContent().toStringUtf8()).isEqualTo("hello");
        assertThat(get("vera", id)).isEqualTo(created);
    }

    @Test
    void documentWithoutMetadataIsItsCreatorsAlone() {
        Document created =
                server.as("ann").createDocument(Requests.text("mine")).getDocument();
        assertThat(created.getInfo().getMetadata().getPermissions())
                .isEqualTo(Permissions.newBuilder().setOwner("ann").build());
    }

    @Test
    void updateChangesTheFieldsThatAreSet() {
        Document before =
                server.as("ann").createDocument(Requests.sharedText("")).getDocument();
        StoredDocument after = server.as("ann")
                .updateDocument(UpdateDocumentRequest.newBuilder()
                        .setDocId(before.getInfo().getDocId())
                        .setName("")
                        .setState(DocumentState.DOCUMENT_STATE_ARCHIVED)
                        .setExpectedControlRevision(before.getHead().getControlRevision())
                        .build())
                .getDocument();

        assertThat(after.getInfo().getName()).isEmpty();
        assertThat(after.getInfo().getState()).isEqualTo(DocumentState.DOCUMENT_STATE_ARCHIVED);
        assertThat(after.getInfo().getMetadata()).isEqualTo(before.getInfo().getMetadata());
        assertThat(after.getHead().getControlRevision())
                .isEqualTo(before.getHead().getControlRevision() + 1);
    }

    @Test
    void deletedDocumentIsListedOnlyByItsState() {
        String id = createText("");
        server.as("ann")
                .deleteDocument(DeleteDocumentRequest.newBuilder().setDocId(id).build());

        ListDocumentsRequest.Builder request = ListDocumentsRequest.newBuilder();
        assertThat(server.as("ann").listDocuments(request.build()).getDocumentsList())
                .isEmpty();
        request.setState(DocumentState.DOCUMENT_STATE_DELETED);
        assertThat(server.as("ann").listDocuments(request.build()).getDocumentsList())
                .hasSize(1);
    }

    @Test
    void pagesTogetherHaveEachReadableDocumentOnce() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(createText(""));
        }
        server.as("eve").createDocument(Requests.text("hers"));
        ListDocumentsRequest.Builder request = ListDocumentsRequest.newBuilder()
                .setType(DocumentType.DOCUMENT_TYPE_TEXT)
                .setPageSize(2);
        List<String> listed = new ArrayList<>();
        ListDocumentsResponse page;
        do {
            page = server.as("ann").listDocuments(request.build());
            assertThat(page.getTotal()).isEqualTo(5);
            page.getDocumentsList()
                    .forEach(document -> listed.add(document.getInfo().getDocId()));
            request.setCursor(page.getNextCursor());
        } while (!page.getNextCursor().isEmpty());

        assertThat(listed).isEqualTo(created);
    }

    @Test
    void operationIsCommittedOnBehalfOfTheCaller() {
        String id = createText("ac");
        ApplyOperationResponse response = server.as("bob").applyOperation(Requests.edit(id, "b1", 1, 1, "[1,\"b\"]"));

        Operation committed = response.getResult().getOperation();
        assertThat(response.getResult().getStatus()).isEqualTo(OperationStatus.OPERATION_STATUS_APPLIED);
        assertThat(committed.getVersion()).isEqualTo(2);
        assertThat(committed.getAuthor().getUserId()).isEqualTo("bob");
        assertThat(committed.getAuthor().getSessionId()).isEqualTo("bob-session");
        assertThat(committed.getAuthor().getClientIp()).isEqualTo("127.0.0.1");
        assertThat(committed.getAuthor().getUserAgent()).startsWith("grpc-java-netty/");
        assertThat(get("ann", id).getContent().toStringUtf8()).isEqualTo("abc");
    }

    @Test
    void operationSentAgainIsAnsweredAsADuplicate() {
        String id = createText("");
        server.as("bob").applyOperation(Requests.edit(id, "b1", 1, 1, "[\"x\"]"));
        OperationResult again = server.as("bob")
                .applyOperation(Requests.edit(id, "b1", 1, 1, "[\"x\"]"))
                .getResult();

        assertThat(again.getStatus()).isEqualTo(OperationStatus.OPERATION_STATUS_DUPLICATE);
        assertThat(get("ann", id).getContent().toStringUtf8()).isEqualTo("x");
    }

    @Test
    void listIsAnsweredOperationByOperation() {
        String id = createText("");
        ApplyOperationsRequest request = Requests.edits(
                id,
                "b1",
                1,
                Requests.textOperation(1, "[\"a\"]"),
                Requests.textOperation(2, "[50,\"does not fit\"]"),
                Requests.textOperation(3, "[\"c\"]"));
        ApplyOperationsResponse response = server.as("bob").applyOperations(request);

        assertThat(response.getResultsList())
                .extracting(OperationResult::getStatus)
                .containsExactly(
                        OperationStatus.OPERATION_STATUS_APPLIED,
                        OperationStatus.OPERATION_STATUS_REJECTED,
                        OperationStatus.OPERATION_STATUS_DEPENDS_ON_REJECTED);
        assertThat(response.getResults(1).getRejectionMessage()).contains("50");
        assertThat(response.getResults(2).getRejectedSeq()).isEqualTo(2);
        assertThat(get("ann", id).getContent().toStringUtf8()).isEqualTo("a");
    }

    @Test
    void historyBeginsWithTheCreationAndGoesOnAfterAVersion() {
        String id = createText("");
        for (int seq = 1; seq <= 4; seq++) {
            server.as("bob").applyOperation(Requests.edit(id, "b1", seq, seq, "[\"x\"]"));
        }
        GetOperationHistoryRequest.Builder request =
                GetOperationHistoryRequest.newBuilder().setDocId(id);
        assertThat(server.as("vera")
                        .getOperationHistory(request.setLimit(3).build())
                        .getOperationsList())
                .extracting(Operation::getVersion)
                .containsExactly(1L, 2L, 3L);
        assertThat(server.as("vera")
                        .getOperationHistory(
                                request.setAfterVersion(3).setLimit(0).build())
                        .getOperationsList())
                .extracting(Operation::getVersion)
                .containsExactly(4L, 5L);
    }

    @Test
    void overriddenPropertyIsAConflictThatIsListed() {
        String id = server.as("ann")
                .createDocument(CreateDocumentRequest.newBuilder()
                        .setType(DocumentType.DOCUMENT_TYPE_WHITEBOARD)
                        .setContent(ByteString.copyFromUtf8("{\"objects\":{\"s\":{\"x\":0}}}"))
                        .build())
                .getDocument()
                .getInfo()
                .getDocId();
        setX(id, "c1", 1);
        OperationResult second = setX(id, "c2", 2);

        assertThat(second.getConflict().getParts(0).getPath()).isEqualTo("s/x");
        assertThat(second.getConflict().getParts(0).getOutcome())
                .isEqualTo(ConflictOutcome.CONFLICT_OUTCOME_COMMITTED_OVERRIDDEN);
        assertThat(server.as("ann")
                        .listConflicts(
                                ListConflictsRequest.newBuilder().setDocId(id).build())
                        .getConflictsList())
                .containsExactly(second.getConflict());
    }

    private OperationResult setX(String id, String clientId, int value) {
        ClientOperation operation = ClientOperation.newBuilder()
                .setClientSeq(1)
                .setType(OperationType.OPERATION_TYPE_UPDATE)
                .setData(ByteString.copyFromUtf8("{\"id\":\"s\",\"set\":{\"x\":" + value + "}}"))
                .build();
        return server.as("ann")
                .applyOperations(Requests.edits(id, clientId, 1, operation))
                .getResults(0);
    }

    @Test
    void statsCountDocumentsAndOperations() {
        String id = createText("");
        server.as("bob").applyOperation(Requests.edit(id, "b1", 1, 1, "[\"x\"]"));
        assertThat(server.as("ann").getStats(GetStatsRequest.getDefaultInstance()))
                .isEqualTo(GetStatsResponse.newBuilder()
                        .setDocuments(1)
                        .setActiveDocuments(1)
                        .setOperations(2)
                        .build());
    }

    private String createText(String content) {
        return server.as("ann")
                .createDocument(Requests.sharedText(content))
                .getDocument()
                .getInfo()
                .getDocId();
    }

    private Document get(String userId, String id) {
        return server.as(userId)
                .getDocument(GetDocumentRequest.newBuilder().setDocId(id).build())
                .getDocument();
    }
}
