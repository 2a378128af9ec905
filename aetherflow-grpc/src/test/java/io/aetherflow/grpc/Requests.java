// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import com.google.protobuf.ByteString;
import io.aetherflow.grpc.v1.ApplyOperationRequest;
import io.aetherflow.grpc.v1.ApplyOperationsRequest;
import io.aetherflow.grpc.v1.ClientOperation;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.CreateSessionRequest;
import io.aetherflow.grpc.v1.DocumentMetadata;
import io.aetherflow.grpc.v1.DocumentType;
import io.aetherflow.grpc.v1.OperationType;
import io.aetherflow.grpc.v1.Permissions;
import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.Payload;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Requests that tests make often. */
final class Requests {
    static final Caller ANN = Caller.of("ann", "ann-session");

    private Requests() {}

    static CreateSessionRequest session(String userId) {
        return CreateSessionRequest.newBuilder().setUserId(userId).build();
    }

    static CreateDocumentRequest text(String content) {
        return CreateDocumentRequest.newBuilder()
                .setName("notes")
                .setType(DocumentType.DOCUMENT_TYPE_TEXT)
                .setContent(ByteString.copyFromUtf8(content))
                .build();
    }

    /** Text of Ann's, which Bob may edit and Vera may read. */
    static CreateDocumentRequest sharedText(String content) {
        return text(content).toBuilder()
                .setMetadata(DocumentMetadata.newBuilder()
                        .setPermissions(Permissions.newBuilder()
                                .setOwner("ann")
                                .addEditors("bob")
                                .addViewers("vera")))
                .build();
    }

    /** The same, not through the server. */
    static Document createText(StateSyncManager manager, String content) {
        return manager.create(
                ANN,
                NewDocument.of("notes", io.aetherflow.statesync.DocumentType.TEXT)
                        .with(Payload.utf8(content))
                        .with(new io.aetherflow.statesync.Permissions("ann", Set.of("bob"), Set.of("vera"), false)));
    }

    static ClientOperation textOperation(long clientSeq, String json) {
        return ClientOperation.newBuilder()
                .setClientSeq(clientSeq)
                .setType(OperationType.OPERATION_TYPE_TEXT)
                .setData(ByteString.copyFromUtf8(json))
                .build();
    }

    static ApplyOperationRequest edit(String docId, String clientId, long clientSeq, long prevVersion, String json) {
        return ApplyOperationRequest.newBuilder()
                .setDocId(docId)
                .setClientId(clientId)
                .setPrevVersion(prevVersion)
                .setOperation(textOperation(clientSeq, json))
                .build();
    }

    static ApplyOperationsRequest edits(String docId, String clientId, long prevVersion, ClientOperation... edits) {
        return ApplyOperationsRequest.newBuilder()
                .setDocId(docId)
                .setClientId(clientId)
                .setPrevVersion(prevVersion)
                .addAllOperations(List.of(edits))
                .build();
    }

    /** Commits one insertion at the start of a text, not through the server. */
    static void insert(StateSyncManager manager, UUID docId, String clientId, long clientSeq, long prevVersion) {
        manager.apply(
                ANN,
                new Submission(
                        docId,
                        clientId,
                        prevVersion,
                        List.of(new io.aetherflow.statesync.ClientOperation(
                                clientSeq,
                                io.aetherflow.statesync.model.OperationType.TEXT,
                                Payload.utf8("[\"x\"]")))));
    }
}
