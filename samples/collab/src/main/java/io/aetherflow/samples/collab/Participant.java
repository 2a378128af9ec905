// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.grpc.CallerInterceptor;
import io.aetherflow.grpc.DocumentMapping;
import io.aetherflow.grpc.v1.CreateSessionRequest;
import io.aetherflow.grpc.v1.CreateSessionResponse;
import io.aetherflow.grpc.v1.DeleteSessionRequest;
import io.aetherflow.grpc.v1.GetDocumentRequest;
import io.aetherflow.grpc.v1.HeartbeatRequest;
import io.aetherflow.grpc.v1.SessionServiceGrpc;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.model.DocumentModel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One user with a gRPC client of its own to each server, and a session. */
final class Participant implements AutoCloseable {
    private static final int CALL_SECONDS = 30;

    private final String userId;
    private final Measurements measurements;
    private final ManagedChannel sessions;
    private final ManagedChannel stateSync;
    private final SessionServiceGrpc.SessionServiceBlockingStub sessionStub;
    private final Metadata caller = new Metadata();
    private final UserThread thread;
    private String sessionId = "";

    Participant(String userId, Backend backend, Measurements measurements) {
        this.userId = userId;
        this.measurements = measurements;
        this.thread = new UserThread(userId);
        sessions = channel(backend.sessionAddress());
        stateSync = channel(backend.stateSyncAddress());
        sessionStub = SessionServiceGrpc.newBlockingStub(sessions);
    }

    private static ManagedChannel channel(String address) {
        return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .build();
    }

    String userId() {
        return userId;
    }

    UserThread thread() {
        return thread;
    }

    void openSession() {
        CreateSessionRequest request =
                CreateSessionRequest.newBuilder().setUserId(userId).build();
        CreateSessionResponse created;
        try {
            created = sessionStub
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .createSession(request);
        } catch (StatusRuntimeException e) {
            throw new IllegalStateException(
                    "session server " + sessions.authority() + " gives no session: " + e.getMessage(), e);
        }
        sessionId = created.getSession().getSessionId();
        caller.put(CallerInterceptor.USER_ID, userId);
        caller.put(CallerInterceptor.SESSION_ID, sessionId);
    }

    void heartbeat() {
        sessionStub
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .heartbeat(HeartbeatRequest.newBuilder().setSessionId(sessionId).build());
    }

    StateSyncServiceGrpc.StateSyncServiceBlockingStub documents() {
        return StateSyncServiceGrpc.newBlockingStub(stateSync)
                .withMaxInboundMessageSize(Integer.MAX_VALUE)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(caller))
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Reads a document from the server, and subscribes to what happens to it from then on. */
    <C, O> SharedDocument<C, O> open(DocumentModel<C, O> model, UUID docId) {
        StateSyncServiceGrpc.StateSyncServiceStub stub = StateSyncServiceGrpc.newStub(stateSync)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(caller));
        SharedDocument<C, O> document = new SharedDocument<>(model, read(docId), userId, thread, stub, measurements);
        document.subscribe();
        return document;
    }

    Document read(UUID docId) {
        GetDocumentRequest request =
                GetDocumentRequest.newBuilder().setDocId(docId.toString()).build();
        return DocumentMapping.fromProto(documents().getDocument(request).getDocument());
    }

    /** Ends the session, if the server is still there, and the connections. */
    @Override
    public void close() {
        thread.closing();
        try {
            if (!sessionId.isEmpty()) {
                sessionStub
                        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                        .deleteSession(DeleteSessionRequest.newBuilder()
                                .setSessionId(sessionId)
                                .setReason("left")
                                .build());
            }
        } catch (StatusRuntimeException e) {
            // The server is gone, which the run has reported; the session ends by itself.
        } finally {
            sessions.shutdownNow();
            stateSync.shutdownNow();
        }
    }
}
