// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.grpc.SessionGrpcService;
import io.aetherflow.grpc.v1.GetSessionRequest;
import io.aetherflow.grpc.v1.GetSessionResponse;
import io.aetherflow.grpc.v1.SessionServiceGrpc;
import io.aetherflow.session.InMemorySessionStore;
import io.aetherflow.session.NewSession;
import io.aetherflow.session.SessionManager;
import io.grpc.BindableService;
import io.grpc.Channel;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Sessions to be got through gRPC. */
final class SessionCalls implements AutoCloseable {
    private static final int SESSIONS = 10_000;

    private final SessionManager manager =
            SessionManager.builder(new InMemorySessionStore()).build();
    private final List<GetSessionRequest> requests =
            IntStream.range(0, SESSIONS).mapToObj(this::requestForNewSession).toList();

    private GetSessionRequest requestForNewSession(int number) {
        NewSession session = NewSession.builder("user-" + number)
                .connection(UUID.randomUUID())
                .client("192.0.2.7", 51_820)
                .serverAddr("edge-1.example:9001")
                .metadata("device", "phone")
                .build();
        return GetSessionRequest.newBuilder()
                .setSessionId(manager.create(session).session().id().toString())
                .build();
    }

    BindableService service() {
        return new SessionGrpcService(manager);
    }

    CallLoad<GetSessionRequest, GetSessionResponse> load(Channel channel) {
        return new CallLoad<>(
                channel,
                SessionServiceGrpc.getGetSessionMethod(),
                requests,
                (request, response) -> response.getSession().getSessionId().equals(request.getSessionId()));
    }

    @Override
    public void close() {
        manager.close();
    }
}
