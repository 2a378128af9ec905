// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import com.google.protobuf.ByteString;
import io.aetherflow.grpc.v1.ApplyOperationRequest;
import io.aetherflow.grpc.v1.ClientOperation;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.CreateSessionRequest;
import io.aetherflow.grpc.v1.DocumentEvent;
import io.aetherflow.grpc.v1.DocumentType;
import io.aetherflow.grpc.v1.OperationType;
import io.aetherflow.grpc.v1.Session;
import io.aetherflow.grpc.v1.SessionServiceGrpc;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc.StateSyncServiceBlockingStub;
import io.aetherflow.grpc.v1.SubscribeDocumentRequest;
import io.aetherflow.session.InMemorySessionStore;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.SessionStore;
import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.StateStore;
import io.aetherflow.statesync.StateSyncManager;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;

/** The example of README.md, so that it compiles and is run. */
final class GrpcReadmeExample {
    private GrpcReadmeExample() {}

    static void serve() throws IOException {
        try (SessionStore sessionStore = new InMemorySessionStore();
                SessionManager sessions = SessionManager.builder(sessionStore).build();
                StateStore stateStore = new InMemoryStateStore(Clock.systemUTC());
                StateSyncManager documents = new StateSyncManager(stateStore)) {
            Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .intercept(new CallerInterceptor())
                    .addService(new SessionGrpcService(sessions))
                    .addService(new StateSyncGrpcService(documents, Duration.ofSeconds(30)))
                    .build()
                    .start();
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                    .usePlaintext()
                    .build();
            try {
                use(channel);
            } finally {
                channel.shutdownNow();
                server.shutdownNow();
            }
        }
    }

    static void use(Channel channel) {
        Session session = SessionServiceGrpc.newBlockingStub(channel)
                .createSession(
                        CreateSessionRequest.newBuilder().setUserId("ann").build())
                .getSession();

        Metadata headers = new Metadata(); // on whose behalf the calls are made
        headers.put(CallerInterceptor.USER_ID, session.getUserId());
        headers.put(CallerInterceptor.SESSION_ID, session.getSessionId());
        StateSyncServiceBlockingStub documents = StateSyncServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));

        String docId = documents
                .createDocument(CreateDocumentRequest.newBuilder()
                        .setName("notes")
                        .setType(DocumentType.DOCUMENT_TYPE_TEXT)
                        .setContent(ByteString.copyFromUtf8("Hello"))
                        .build())
                .getDocument()
                .getInfo()
                .getDocId();
        Iterator<DocumentEvent> events = documents.subscribeDocument(
                SubscribeDocumentRequest.newBuilder().setDocId(docId).build());
        System.out.println(
                events.next().getSnapshotTaken().getDocument().getContent().toStringUtf8());

        documents.applyOperation(ApplyOperationRequest.newBuilder()
                .setDocId(docId)
                .setClientId("ann-1")
                .setPrevVersion(1)
                .setOperation(ClientOperation.newBuilder()
                        .setClientSeq(1)
                        .setType(OperationType.OPERATION_TYPE_TEXT)
                        .setData(ByteString.copyFromUtf8("[5,\", world\"]")))
                .build());
        System.out.println(events.next().getOperationApplied().getOperation().getVersion()); // 2
    }
}
