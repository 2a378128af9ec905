// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.core.Page;
import io.aetherflow.grpc.v1.AuthenticateRequest;
import io.aetherflow.grpc.v1.AuthenticateResponse;
import io.aetherflow.grpc.v1.CreateSessionRequest;
import io.aetherflow.grpc.v1.CreateSessionResponse;
import io.aetherflow.grpc.v1.DeleteSessionRequest;
import io.aetherflow.grpc.v1.DeleteSessionResponse;
import io.aetherflow.grpc.v1.GetSessionRequest;
import io.aetherflow.grpc.v1.GetSessionResponse;
import io.aetherflow.grpc.v1.HeartbeatRequest;
import io.aetherflow.grpc.v1.HeartbeatResponse;
import io.aetherflow.grpc.v1.ListSessionsRequest;
import io.aetherflow.grpc.v1.ListSessionsResponse;
import io.aetherflow.grpc.v1.RotateTokenRequest;
import io.aetherflow.grpc.v1.RotateTokenResponse;
import io.aetherflow.grpc.v1.SessionServiceGrpc;
import io.aetherflow.grpc.v1.UpdateSessionRequest;
import io.aetherflow.grpc.v1.UpdateSessionResponse;
import io.aetherflow.session.Heartbeat;
import io.aetherflow.session.IssuedSession;
import io.aetherflow.session.Session;
import io.aetherflow.session.SessionManager;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import java.util.UUID;

/**
 * A session manager as a gRPC service. Calls run on the server's executor and may block there while the manager's store
 * works.
 */
public final class SessionGrpcService extends SessionServiceGrpc.SessionServiceImplBase {
    private final SessionManager manager;

    /**
     * Creates the service.
     *
     * @param manager does the work; not closed with the service
     */
    public SessionGrpcService(SessionManager manager) {
        this.manager = Objects.requireNonNull(manager, "manager");
    }

    @Override
    public void createSession(CreateSessionRequest request, StreamObserver<CreateSessionResponse> observer) {
        Unary.answer(observer, () -> {
            IssuedSession issued = manager.create(SessionMapping.fromProto(request));
            return CreateSessionResponse.newBuilder()
                    .setSession(SessionMapping.toProto(issued.session()))
                    .setToken(issued.token().text())
                    .build();
        });
    }

    @Override
    public void getSession(GetSessionRequest request, StreamObserver<GetSessionResponse> observer) {
        Unary.answer(
                observer,
                () -> GetSessionResponse.newBuilder()
                        .setSession(SessionMapping.toProto(find(request)))
                        .build());
    }

    private Session find(GetSessionRequest request) {
        return switch (request.getKeyCase()) {
            case SESSION_ID -> manager.get(Wire.uuid("session_id", request.getSessionId()));
            case CONNECTION_ID -> {
                UUID connectionId = Wire.uuid("connection_id", request.getConnectionId());
                yield manager.findByConnection(connectionId)
                        .orElseThrow(() -> new ConnectionNotFoundException(connectionId));
            }
            case KEY_NOT_SET -> throw new BadRequestException("key", "", "a session_id or a connection_id");
        };
    }

    @Override
    public void updateSession(UpdateSessionRequest request, StreamObserver<UpdateSessionResponse> observer) {
        Unary.answer(
                observer,
                () -> UpdateSessionResponse.newBuilder()
                        .setSession(SessionMapping.toProto(manager.update(
                                Wire.uuid("session_id", request.getSessionId()), SessionMapping.fromProto(request))))
                        .build());
    }

    @Override
    public void deleteSession(DeleteSessionRequest request, StreamObserver<DeleteSessionResponse> observer) {
        Unary.answer(
                observer,
                () -> DeleteSessionResponse.newBuilder()
                        .setSession(SessionMapping.toProto(
                                manager.delete(Wire.uuid("session_id", request.getSessionId()), request.getReason())))
                        .build());
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<ListSessionsResponse> observer) {
        Unary.answer(observer, () -> {
            Page<Session> page = manager.list(SessionMapping.fromProto(request));
            ListSessionsResponse.Builder response = ListSessionsResponse.newBuilder()
                    .addAllSessions(page.map(SessionMapping::toProto).items())
                    .setNextCursor(page.nextCursor().orElse(""));
            page.total().ifPresent(response::setTotal);
            return response.build();
        });
    }

    @Override
    public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> observer) {
        Unary.answer(observer, () -> {
            Heartbeat heartbeat = manager.heartbeat(Wire.uuid("session_id", request.getSessionId()));
            return HeartbeatResponse.newBuilder()
                    .setSession(SessionMapping.toProto(heartbeat.session()))
                    .setServerTime(Wire.timestamp(heartbeat.serverTime()))
                    .setRemaining(Wire.duration(heartbeat.remaining()))
                    .build();
        });
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> observer) {
        Unary.answer(
                observer,
                () -> AuthenticateResponse.newBuilder()
                        .setSession(SessionMapping.toProto(manager.authenticate(request.getToken())))
                        .build());
    }

    @Override
    public void rotateToken(RotateTokenRequest request, StreamObserver<RotateTokenResponse> observer) {
        Unary.answer(observer, () -> {
            Session session = manager.authenticate(request.getToken());
            IssuedSession issued = manager.rotateToken(session.id());
            return RotateTokenResponse.newBuilder()
                    .setSession(SessionMapping.toProto(issued.session()))
                    .setToken(issued.token().text())
                    .build();
        });
    }
}
