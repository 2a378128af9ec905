// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.aetherflow.grpc.v1.Document;
import io.aetherflow.grpc.v1.GetDocumentRequest;
import io.aetherflow.grpc.v1.GetSessionRequest;
import io.aetherflow.grpc.v1.StateSyncProto;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc.StateSyncServiceBlockingStub;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On whose behalf calls are made: the headers say so, and nothing else can. */
class CallerTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void callWithoutBothHeadersIsNotAuthenticated() {
        Metadata userOnly = new Metadata();
        userOnly.put(CallerInterceptor.USER_ID, "ann");
        Metadata sessionOnly = new Metadata();
        sessionOnly.put(CallerInterceptor.SESSION_ID, "s");
        for (Metadata headers : new Metadata[] {new Metadata(), userOnly, sessionOnly}) {
            Failure failure = Failure.of(() -> with(headers).createDocument(Requests.text("")));
            assertThat(failure)
                    .isEqualTo(new Failure(
                            Code.UNAUTHENTICATED,
                            "headers aetherflow-user-id and aetherflow-session-id are not both there, allowed is one user"
                                    + " and one session",
                            StatusMapping.DOMAIN,
                            "CALLER_MISSING",
                            Map.of()));
        }
    }

    @Test
    void subscriptionWithoutHeadersIsNotAuthenticated() {
        UUID docId = Requests.createText(server.documents, "").id();
        Failure failure = Failure.of(() -> with(new Metadata())
                .subscribeDocument(EventReader.fromSnapshot(docId))
                .next());
        assertThat(failure.code()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(failure.reason()).isEqualTo("CALLER_MISSING");
    }

    @Test
    void malformedHeaderIsRefusedByField() {
        for (String userId : new String[] {"", "two words", "x".repeat(129)}) {
            Failure failure = Failure.of(() -> server.as(userId, "s").createDocument(Requests.text("")));
            assertThat(failure.code()).as(userId).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(failure.details()).as(userId).isEqualTo(Map.of("field", "userId"));
        }
    }

    @Test
    void endlessUserAgentIsCut() {
        Metadata headers = new Metadata();
        headers.put(CallerInterceptor.USER_ID, "ann");
        headers.put(CallerInterceptor.SESSION_ID, "s");
        StateSyncServiceBlockingStub stub = StateSyncServiceGrpc.newBlockingStub(server.connectAs("x".repeat(3_000)))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        Document created = stub.createDocument(Requests.text("")).getDocument();

        UUID docId = UUID.fromString(created.getInfo().getDocId());
        assertThat(server.documents
                        .history(Requests.ANN, docId, 0, 1)
                        .get(0)
                        .author()
                        .userAgent())
                .isEqualTo("x".repeat(512));
    }

    @Test
    void documentOfAnotherUserStaysHiddenWhateverTheRequestSays() {
        String docId = server.as("ann")
                .createDocument(Requests.text("secret"))
                .getDocument()
                .getInfo()
                .getDocId();
        GetDocumentRequest request =
                GetDocumentRequest.newBuilder().setDocId(docId).build();
        assertThat(Failure.of(() -> server.as("eve").getDocument(request)).code())
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void noRequestHasAFieldForTheCaller() {
        assertThat(StateSyncProto.getDescriptor().getMessageTypes().stream()
                        .filter(type -> type.getName().endsWith("Request"))
                        .flatMap(type -> type.getFields().stream())
                        .map(FieldDescriptor::getName))
                .isNotEmpty()
                .doesNotContain("user_id", "session_id", "client_ip", "user_agent", "author", "caller");
    }

    @Test
    void sessionServiceNeedsNoCaller() {
        String id = server.sessionService()
                .createSession(Requests.session("ann"))
                .getSession()
                .getSessionId();
        assertThat(server.sessionService()
                        .getSession(
                                GetSessionRequest.newBuilder().setSessionId(id).build())
                        .getSession()
                        .getUserId())
                .isEqualTo("ann");
    }

    private StateSyncServiceBlockingStub with(Metadata headers) {
        return StateSyncServiceGrpc.newBlockingStub(server.connect())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
