// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.session;

import io.aetherflow.grpc.v1.CreateSessionRequest;
import io.aetherflow.grpc.v1.GetSessionRequest;
import io.aetherflow.grpc.v1.SessionServiceGrpc;
import io.aetherflow.grpc.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.aetherflow.samples.server.TestServer;

/** A client of a session server under test. */
final class SessionClient {
    private final SessionServiceBlockingStub sessions;

    SessionClient(TestServer server) {
        sessions = SessionServiceGrpc.newBlockingStub(server.channel());
    }

    /** Creates a session and returns its id. */
    String create(String userId) {
        CreateSessionRequest request =
                CreateSessionRequest.newBuilder().setUserId(userId).build();
        return sessions.createSession(request).getSession().getSessionId();
    }

    String userOf(String sessionId) {
        GetSessionRequest request =
                GetSessionRequest.newBuilder().setSessionId(sessionId).build();
        return sessions.getSession(request).getSession().getUserId();
    }
}
