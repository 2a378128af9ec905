// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import io.aetherflow.core.NanoClock;
import io.aetherflow.grpc.CallerInterceptor;
import io.aetherflow.grpc.DocumentMapping;
import io.aetherflow.grpc.v1.GetDocumentRequest;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.model.DocumentModel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One user with a session, and a gRPC client of its own to each server. When its state-sync server goes away it joins its
 * documents to the next one; where there is only one, the user's run ends.
 */
final class Participant implements SharedDocument.Connection, AutoCloseable {
    static final int CALL_SECONDS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMillis(50);

    private final String userId;
    private final Measurements measurements;
    private final NanoClock clock;
    private final UserSession session;
    private final List<ManagedChannel> servers;
    private final Metadata caller = new Metadata();
    private final UserThread thread;
    private final List<SharedDocument<?, ?>> documents = new ArrayList<>();
    private int server;
    private boolean withoutService;
    private long servedAt;

    Participant(String userId, Servers servers, Measurements measurements, NanoClock clock) {
        this.userId = userId;
        this.measurements = measurements;
        this.clock = clock;
        this.thread = new UserThread(userId);
        this.session = new UserSession(servers.session(), userId);
        this.servers = servers.stateSync().stream().map(Channels::to).toList();
    }

    String userId() {
        return userId;
    }

    UserThread thread() {
        return thread;
    }

    UserSession session() {
        return session;
    }

    void openSession() {
        session.open();
        caller.put(CallerInterceptor.USER_ID, userId);
        caller.put(CallerInterceptor.SESSION_ID, session.id());
    }

    @Override
    public StateSyncServiceGrpc.StateSyncServiceStub stub() {
        return StateSyncServiceGrpc.newStub(servers.get(server))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(caller));
    }

    StateSyncServiceGrpc.StateSyncServiceBlockingStub documents() {
        return documents(server);
    }

    private StateSyncServiceGrpc.StateSyncServiceBlockingStub documents(int onServer) {
        return StateSyncServiceGrpc.newBlockingStub(servers.get(onServer))
                .withMaxInboundMessageSize(Integer.MAX_VALUE)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(caller))
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Reads a document from the server, and subscribes to what happens to it from then on. */
    <C, O> SharedDocument<C, O> open(DocumentModel<C, O> model, UUID docId) {
        SharedDocument<C, O> document =
                new SharedDocument<>(model, read(docId, server), userId, thread, this, measurements);
        documents.add(document);
        document.join();
        return document;
    }

    Document read(UUID docId, int onServer) {
        GetDocumentRequest request =
                GetDocumentRequest.newBuilder().setDocId(docId.toString()).build();
        return DocumentMapping.fromProto(
                documents(onServer).getDocument(request).getDocument());
    }

    @Override
    public void served() {
        long now = clock.nanoTime();
        if (withoutService) {
            measurements.outage(now - servedAt);
            withoutService = false;
        }
        servedAt = now;
    }

    @Override
    public void lost(Throwable failure) {
        documents.forEach(SharedDocument::leave);
        boolean patient = !withoutService || clock.nanoTime() - servedAt < PATIENCE.toNanos();
        if (servers.size() == 1 || !patient || Status.fromThrowable(failure).getCode() != Status.Code.UNAVAILABLE) {
            thread.fail(failure);
            return;
        }
        boolean atOnce = !withoutService;
        withoutService = true;
        int next = (server + 1) % servers.size();
        CompletableFuture.delayedExecutor(atOnce ? 0 : RETRY.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> thread.post(() -> moveTo(next)));
    }

    /** Goes back to the first server, if the user was driven away from it. */
    void goHome() {
        thread.post(() -> {
            if (server != 0 && !withoutService) {
                documents.forEach(SharedDocument::leave);
                moveTo(0);
            }
        });
    }

    private void moveTo(int next) {
        server = next;
        servers.get(next).resetConnectBackoff();
        documents.forEach(SharedDocument::join);
    }

    /** Leaves the documents; the session and the connections stay. */
    void leave() {
        documents.forEach(SharedDocument::leave);
        documents.clear();
    }

    /** Ends the session, if a server is still there, and the connections. */
    @Override
    public void close() {
        thread.closing();
        session.close();
        servers.forEach(ManagedChannel::shutdownNow);
    }
}
