// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.aetherflow.grpc.v1.AuthenticateRequest;
import io.aetherflow.grpc.v1.DeleteSessionRequest;
import io.aetherflow.grpc.v1.GetSessionRequest;
import io.aetherflow.grpc.v1.HeartbeatRequest;
import io.aetherflow.grpc.v1.ListSessionsRequest;
import io.aetherflow.grpc.v1.RotateTokenRequest;
import io.aetherflow.grpc.v1.Session;
import io.aetherflow.grpc.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.aetherflow.grpc.v1.SessionState;
import io.aetherflow.grpc.v1.UpdateSessionRequest;
import io.aetherflow.session.SessionLimitPolicy;
import io.aetherflow.session.SessionManagerConfig;
import io.aetherflow.session.UserLimit;
import io.grpc.Status.Code;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the session service refuses, with which status and which details. */
class SessionServiceRefusalTest {
    private static final String NOBODY = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    private final TestServer server = new TestServer.Setup()
            .sessions(SessionManagerConfig.builder()
                    .userLimit(new UserLimit(2, SessionLimitPolicy.REJECT))
                    .build())
            .start();
    private final SessionServiceBlockingStub service = server.sessionService();

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Consumer<SessionServiceBlockingStub>> callsAboutASessionThatIsNot() {
        return Stream.of(
                service -> service.getSession(
                        GetSessionRequest.newBuilder().setSessionId(NOBODY).build()),
                service -> service.updateSession(
                        UpdateSessionRequest.newBuilder().setSessionId(NOBODY).build()),
                service -> service.deleteSession(
                        DeleteSessionRequest.newBuilder().setSessionId(NOBODY).build()),
                service -> service.heartbeat(
                        HeartbeatRequest.newBuilder().setSessionId(NOBODY).build()));
    }

    @ParameterizedTest
    @MethodSource("callsAboutASessionThatIsNot")
    void sessionThatIsNotThereIsNotFound(Consumer<SessionServiceBlockingStub> call) {
        expect(() -> call.accept(service), Code.NOT_FOUND, "SESSION_NOT_FOUND", Map.of("session_id", NOBODY));
    }

    /** Otherwise whoever sees a session's id, as in a document's history, could take the session over. */
    @Test
    void knowingTheIdOfASessionIsNotEnoughToRotateItsToken() {
        String sessionId =
                service.createSession(Requests.session("ann")).getSession().getSessionId();

        expect(
                () -> service.rotateToken(
                        RotateTokenRequest.newBuilder().setToken(sessionId).build()),
                Code.UNAUTHENTICATED,
                "INVALID_TOKEN",
                Map.of());
    }

    @Test
    void connectionThatNobodyHasIsNotFound() {
        expect(
                () -> service.getSession(
                        GetSessionRequest.newBuilder().setConnectionId(NOBODY).build()),
                Code.NOT_FOUND,
                "SESSION_NOT_FOUND",
                Map.of("connection_id", NOBODY));
    }

    @Test
    void wrongTokenIsNotAuthenticated() {
        String token = service.createSession(Requests.session("ann")).getToken();
        String wrong = token.substring(0, 79) + (token.endsWith("A") ? 'Q' : 'A');
        for (String text : new String[] {wrong, "", "x", token + "x"}) {
            expect(
                    () -> service.authenticate(
                            AuthenticateRequest.newBuilder().setToken(text).build()),
                    Code.UNAUTHENTICATED,
                    "INVALID_TOKEN",
                    Map.of());
        }
    }

    @Test
    void illegalTransitionNamesBothStates() {
        Session session = create();
        expect(
                () -> service.updateSession(UpdateSessionRequest.newBuilder()
                        .setSessionId(session.getSessionId())
                        .setState(SessionState.SESSION_STATE_IDLE)
                        .build()),
                Code.FAILED_PRECONDITION,
                "ILLEGAL_TRANSITION",
                Map.of("from", "CONNECTING", "to", "IDLE"));
    }

    @Test
    void staleRevisionAbortsWithTheActualOne() {
        Session session = create();
        expect(
                () -> service.updateSession(UpdateSessionRequest.newBuilder()
                        .setSessionId(session.getSessionId())
                        .putPutMetadata("a", "b")
                        .setExpectedRevision(7)
                        .build()),
                Code.ABORTED,
                "REVISION_MISMATCH",
                Map.of("session_id", session.getSessionId(), "actual", "1"));
    }

    @Test
    void oneSessionTooManyIsExhausted() {
        create();
        create();
        expect(this::create, Code.RESOURCE_EXHAUSTED, "SESSION_LIMIT", Map.of("limit", "2"));
    }

    @Test
    void neitherIdNorConnectionIsRefused() {
        invalid("key", () -> service.getSession(GetSessionRequest.getDefaultInstance()));
    }

    @Test
    void malformedIdsAreRefusedByField() {
        invalid(
                "session_id",
                () -> service.heartbeat(
                        HeartbeatRequest.newBuilder().setSessionId("1-2-3-4-5").build()));
        invalid(
                "connection_id",
                () -> service.getSession(
                        GetSessionRequest.newBuilder().setConnectionId("x").build()));
        invalid(
                "connection_ids",
                () -> service.createSession(Requests.session("ann").toBuilder()
                        .addConnectionIds("x")
                        .build()));
        invalid(
                "add_connection_ids",
                () -> service.updateSession(UpdateSessionRequest.newBuilder()
                        .setSessionId(NOBODY)
                        .addAddConnectionIds("")
                        .build()));
    }

    @Test
    void unknownStateIsRefusedWithItsNumber() {
        Failure failure = invalid(
                "state",
                () -> service.listSessions(
                        ListSessionsRequest.newBuilder().setStateValue(99).build()));
        assertThat(failure.message())
                .isEqualTo("state is \"99\", allowed is one of CONNECTING, ACTIVE, IDLE, DISCONNECTING, CLOSED");
    }

    @Test
    void clientAddressComesWholeOrNotAtAll() {
        invalid(
                "client_port",
                () -> service.updateSession(UpdateSessionRequest.newBuilder()
                        .setSessionId(NOBODY)
                        .setClientIp("192.0.2.1")
                        .build()));
        invalid(
                "client_ip",
                () -> service.updateSession(UpdateSessionRequest.newBuilder()
                        .setSessionId(NOBODY)
                        .setClientPort(0)
                        .build()));
    }

    @Test
    void timeoutsBeyondAllBoundsAreRefused() {
        for (Duration timeout : new Duration[] {
            Duration.getDefaultInstance(),
            Duration.newBuilder().setSeconds(-1).build(),
            Duration.newBuilder().setSeconds(Long.MAX_VALUE).build(),
            Duration.newBuilder().setSeconds(Long.MIN_VALUE).build(),
            Duration.newBuilder()
                    .setSeconds(Long.MAX_VALUE)
                    .setNanos(Integer.MAX_VALUE)
                    .build()
        }) {
            invalid(
                    "timeout",
                    () -> service.createSession(Requests.session("ann").toBuilder()
                            .setTimeout(timeout)
                            .build()));
        }
    }

    private Session create() {
        return service.createSession(Requests.session("ann")).getSession();
    }

    private static Failure invalid(String field, ThrowingCallable call) {
        return expect(call, Code.INVALID_ARGUMENT, "INVALID_FIELD", Map.of("field", field));
    }

    private static Failure expect(ThrowingCallable call, Code code, String reason, Map<String, String> details) {
        Failure failure = Failure.of(call);
        assertThat(failure).isEqualTo(new Failure(code, failure.message(), StatusMapping.DOMAIN, reason, details));
        return failure;
    }
}
