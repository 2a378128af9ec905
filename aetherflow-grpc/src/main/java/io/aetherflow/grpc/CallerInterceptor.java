// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.InvalidRequestException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Says on whose behalf a call is made, from what the caller claims in the call's headers. Nothing is verified: use it only
 * where whatever can reach the server may act for anybody, such as behind a gateway that sets the headers itself.
 */
public final class CallerInterceptor implements ServerInterceptor {
    /** The header that names the user. */
    public static final Metadata.Key<String> USER_ID =
            Metadata.Key.of("aetherflow-user-id", Metadata.ASCII_STRING_MARSHALLER);

    /** The header that names the session. */
    public static final Metadata.Key<String> SESSION_ID =
            Metadata.Key.of("aetherflow-session-id", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> USER_AGENT =
            Metadata.Key.of("user-agent", Metadata.ASCII_STRING_MARSHALLER);
    private static final int MAX_USER_AGENT_CHARS = 512;
    private static final Context.Key<Caller> CALLER = Context.key("aetherflow-caller");

    /** Creates the interceptor; it has no state. */
    public CallerInterceptor() {}

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String userId = headers.get(USER_ID);
        String sessionId = headers.get(SESSION_ID);
        if (userId == null || sessionId == null) {
            return next.startCall(call, headers); // methods that need a caller refuse the call
        }
        try {
            Caller caller = new Caller(userId, sessionId, address(call), userAgent(headers));
            return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
        } catch (InvalidRequestException e) {
            StatusRuntimeException refusal = StatusMapping.toStatus(e);
            Metadata trailers = Status.trailersFromThrowable(refusal);
            call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
    }

    private static String address(ServerCall<?, ?> call) {
        SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return remote instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : "";
    }

    private static String userAgent(Metadata headers) {
        String agent = headers.get(USER_AGENT);
        return agent == null ? "" : agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT_CHARS));
    }

    /** The caller of the call under way. */
    static Caller current() {
        Caller caller = CALLER.get();
        if (caller == null) {
            throw new CallerMissingException();
        }
        return caller;
    }
}
