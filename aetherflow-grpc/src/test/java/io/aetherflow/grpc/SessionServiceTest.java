// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.core.Uuid7;
import io.aetherflow.grpc.v1.AuthenticateRequest;
import io.aetherflow.grpc.v1.CreateSessionResponse;
import io.aetherflow.grpc.v1.DeleteSessionRequest;
import io.aetherflow.grpc.v1.GetSessionRequest;
import io.aetherflow.grpc.v1.HeartbeatRequest;
import io.aetherflow.grpc.v1.HeartbeatResponse;
import io.aetherflow.grpc.v1.ListSessionsRequest;
import io.aetherflow.grpc.v1.ListSessionsResponse;
import io.aetherflow.grpc.v1.RotateTokenRequest;
import io.aetherflow.grpc.v1.RotateTokenResponse;
import io.aetherflow.grpc.v1.Session;
import io.aetherflow.grpc.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.aetherflow.grpc.v1.SessionState;
import io.aetherflow.grpc.v1.SessionStats;
import io.aetherflow.grpc.v1.UpdateSessionRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each call of the session service does, over a socket. */
class SessionServiceTest {
    private final TestServer server = TestServer.start();
    private final SessionServiceBlockingStub service = server.sessionService();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void createdSessionIsAsAskedForAndLivesInTheManager() {
        UUID connection = Uuid7.system().next();
        CreateSessionResponse created = service.createSession(Requests.session("ann").toBuilder()
                .addConnectionIds(connection.toString())
                .setClientIp("192.0.2.7")
                .setClientPort(51_820)
                .setServerAddr("edge-1:9001")
                .putMetadata("device", "Gerät 📱")
                .setTimeout(Wire.duration(Duration.ofSeconds(90)))
                .build());

        Session session = created.getSession();
        assertThat(SessionMapping.fromProto(session))
                .isEqualTo(server.sessions.get(UUID.fromString(session.getSessionId())));
        assertThat(session.getUserId()).isEqualTo("ann");
        assertThat(session.getConnectionIdsList()).containsExactly(connection.toString());
        assertThat(session.getClientPort()).isEqualTo(51_820);
        assertThat(session.getServerAddr()).isEqualTo("edge-1:9001");
        assertThat(session.getMetadataMap()).containsExactly(java.util.Map.entry("device", "Gerät 📱"));
        assertThat(session.getTimeout().getSeconds()).isEqualTo(90);
        assertThat(created.getToken()).startsWith(session.getSessionId() + ".");
    }

    @Test
    void sessionIsFoundByIdAndByConnection() {
        String connection = Uuid7.system().next().toString();
        Session session = service.createSession(Requests.session("ann").toBuilder()
                        .addConnectionIds(connection)
                        .build())
                .getSession();

        GetSessionRequest byId = GetSessionRequest.newBuilder()
                .setSessionId(session.getSessionId())
                .build();
        GetSessionRequest byConnection =
                GetSessionRequest.newBuilder().setConnectionId(connection).build();
        assertThat(service.getSession(byId).getSession()).isEqualTo(session);
        assertThat(service.getSession(byConnection).getSession()).isEqualTo(session);
    }

    @Test
    void updateChangesTheNamedFieldsOnly() {
        Session before = service.createSession(Requests.session("ann").toBuilder()
                        .putMetadata("room", "1")
                        .putMetadata("old", "x")
                        .build())
                .getSession();
        Session after = service.updateSession(UpdateSessionRequest.newBuilder()
                        .setSessionId(before.getSessionId())
                        .putPutMetadata("room", "2")
                        .addRemoveMetadata("old")
                        .setState(SessionState.SESSION_STATE_ACTIVE)
                        .setClientIp("192.0.2.9")
                        .setClientPort(1)
                        .setAddStats(
                                SessionStats.newBuilder().setBytesSent(5).setRtt(Wire.duration(Duration.ofMillis(7))))
                        .setExpectedRevision(before.getRevision())
                        .build())
                .getSession();

        assertThat(after)
                .isEqualTo(before.toBuilder()
                        .clearMetadata()
                        .putMetadata("room", "2")
                        .setState(SessionState.SESSION_STATE_ACTIVE)
                        .setClientIp("192.0.2.9")
                        .setClientPort(1)
                        .setStats(SessionStats.newBuilder().setBytesSent(5).setRtt(Wire.duration(Duration.ofMillis(7))))
                        .setRevision(before.getRevision() + 1)
                        .build());
    }

    @Test
    void deletedSessionIsReturnedClosedAndFoundNoMore() {
        String id = create("ann").getSessionId();
        Session ended = service.deleteSession(DeleteSessionRequest.newBuilder()
                        .setSessionId(id)
                        .setReason("logout")
                        .build())
                .getSession();

        assertThat(ended.getState()).isEqualTo(SessionState.SESSION_STATE_CLOSED);
        assertThat(server.sessions.find(UUID.fromString(id))).isEmpty();
    }

    @Test
    void pagesTogetherHaveEachOfAUsersSessionsOnce() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(create("ann").getSessionId());
        }
        create("bob");
        ListSessionsRequest.Builder request =
                ListSessionsRequest.newBuilder().setUserId("ann").setPageSize(2).setWithTotal(true);
        List<String> listed = new ArrayList<>();
        ListSessionsResponse page;
        do {
            page = service.listSessions(request.build());
            assertThat(page.getTotal()).isEqualTo(5);
            page.getSessionsList().forEach(session -> listed.add(session.getSessionId()));
            request.setCursor(page.getNextCursor());
        } while (!page.getNextCursor().isEmpty());

        assertThat(listed).isEqualTo(created);
    }

    @Test
    void heartbeatActivatesAndTellsTheTimeThatRemains() {
        Session session = create("ann");
        HeartbeatResponse beat = service.heartbeat(HeartbeatRequest.newBuilder()
                .setSessionId(session.getSessionId())
                .build());

        assertThat(beat.getSession().getState()).isEqualTo(SessionState.SESSION_STATE_ACTIVE);
        assertThat(beat.getRemaining()).isEqualTo(session.getTimeout());
        assertThat(beat.getServerTime()).isEqualTo(beat.getSession().getLastActiveAt());
    }

    @Test
    void tokenOpensItsSessionUntilItIsRotated() {
        CreateSessionResponse created = service.createSession(Requests.session("ann"));
        AuthenticateRequest first =
                AuthenticateRequest.newBuilder().setToken(created.getToken()).build();
        assertThat(service.authenticate(first).getSession()).isEqualTo(created.getSession());

        RotateTokenResponse rotated = service.rotateToken(
                RotateTokenRequest.newBuilder().setToken(created.getToken()).build());
        AuthenticateRequest second =
                AuthenticateRequest.newBuilder().setToken(rotated.getToken()).build();
        assertThat(service.authenticate(second).getSession().getSessionId())
                .isEqualTo(created.getSession().getSessionId());
        assertThat(Failure.of(() -> service.authenticate(first)).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    private Session create(String userId) {
        return service.createSession(Requests.session(userId)).getSession();
    }
}
