// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.statesync;

import com.google.protobuf.ByteString;
import io.aetherflow.grpc.CallerInterceptor;
import io.aetherflow.grpc.v1.ApplyOperationsRequest;
import io.aetherflow.grpc.v1.ClientOperation;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.DocumentEvent;
import io.aetherflow.grpc.v1.DocumentType;
import io.aetherflow.grpc.v1.OperationType;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc.StateSyncServiceBlockingStub;
import io.aetherflow.grpc.v1.SubscribeDocumentRequest;
import io.aetherflow.samples.server.TestServer;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** A client of a state-sync server under test; all of them are the same user. */
final class DocumentClient {
    private static final int DEADLINE_SECONDS = 60;

    private final StateSyncServiceBlockingStub documents;

    DocumentClient(TestServer server) {
        Metadata caller = new Metadata();
        caller.put(CallerInterceptor.USER_ID, "ada");
        caller.put(CallerInterceptor.SESSION_ID, "session");
        documents = StateSyncServiceGrpc.newBlockingStub(server.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(caller))
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Creates a document and returns its id. */
    String create() {
        CreateDocumentRequest request = CreateDocumentRequest.newBuilder()
                .setName("A document")
                .setType(DocumentType.DOCUMENT_TYPE_OPAQUE)
                .build();
        return documents.createDocument(request).getDocument().getInfo().getDocId();
    }

    /** Replaces a document's content, as the edit after a version. */
    void replace(String docId, long version, String content) {
        ClientOperation operation = ClientOperation.newBuilder()
                .setClientSeq(version)
                .setType(OperationType.OPERATION_TYPE_UPDATE)
                .setData(ByteString.copyFromUtf8(content))
                .build();
        documents.applyOperations(ApplyOperationsRequest.newBuilder()
                .setDocId(docId)
                .setClientId("ada")
                .setPrevVersion(version)
                .addOperations(operation)
                .build());
    }

    /** Subscribes to what happens to a new document; nothing has yet. */
    Iterator<DocumentEvent> subscribe(String docId) {
        SubscribeDocumentRequest request =
                SubscribeDocumentRequest.newBuilder().setDocId(docId).build();
        Iterator<DocumentEvent> events = documents.subscribeDocument(request);
        if (!events.next().hasSnapshotTaken()) {
            throw new AssertionError("the first event is no snapshot");
        }
        return events;
    }
}
