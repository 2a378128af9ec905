// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import io.aetherflow.grpc.v1.CreateSessionRequest;
import io.aetherflow.grpc.v1.DeleteSessionRequest;
import io.aetherflow.grpc.v1.GetSessionRequest;
import io.aetherflow.grpc.v1.HeartbeatRequest;
import io.aetherflow.grpc.v1.Session;
import io.aetherflow.grpc.v1.SessionServiceGrpc;
import io.aetherflow.grpc.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A user's session, kept through any of the session servers: if one does not answer, the next one is asked. */
final class UserSession implements AutoCloseable {
    private final List<ManagedChannel> servers;
    private final String userId;
    private int server;
    private String id = "";

    UserSession(List<String> addresses, String userId) {
        this.servers = addresses.stream().map(Channels::to).toList();
        this.userId = userId;
    }

    String id() {
        return id;
    }

    void open() {
        CreateSessionRequest request =
                CreateSessionRequest.newBuilder().setUserId(userId).build();
        try {
            id = ask(stub -> stub.createSession(request)).getSession().getSessionId();
        } catch (StatusRuntimeException e) {
            throw new IllegalStateException(
                    "session server " + servers.get(server).authority() + " gives no session: " + e.getMessage(), e);
        }
    }

    void heartbeat() {
        HeartbeatRequest request =
                HeartbeatRequest.newBuilder().setSessionId(id).build();
        ask(stub -> stub.heartbeat(request));
    }

    /** Whether all servers know the session; waits for those that are just starting. */
    boolean isKnownToAll() {
        GetSessionRequest request =
                GetSessionRequest.newBuilder().setSessionId(id).build();
        for (ManagedChannel channel : servers) {
            channel.resetConnectBackoff();
            try {
                Session session =
                        stub(channel).withWaitForReady().getSession(request).getSession();
                if (!session.getUserId().equals(userId)) {
                    return false;
                }
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                    return false;
                }
                throw e;
            }
        }
        return true;
    }

    private <T> T ask(Function<SessionServiceBlockingStub, T> call) {
        for (int asked = 1; ; asked++) {
            try {
                return call.apply(stub(servers.get(server)));
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || asked == servers.size()) {
                    throw e;
                }
                server = (server + 1) % servers.size();
                servers.get(server).resetConnectBackoff();
            }
        }
    }

    private static SessionServiceBlockingStub stub(ManagedChannel channel) {
        return SessionServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(Participant.CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends the session, if a server is still there, and the connections. */
    @Override
    public void close() {
        try {
            if (!id.isEmpty()) {
                DeleteSessionRequest request = DeleteSessionRequest.newBuilder()
                        .setSessionId(id)
                        .setReason("left")
                        .build();
                ask(stub -> stub.deleteSession(request));
            }
        } catch (StatusRuntimeException e) {
            // The servers are gone, which the run has reported; the session ends by itself.
        } finally {
            servers.forEach(ManagedChannel::shutdownNow);
        }
    }
}
