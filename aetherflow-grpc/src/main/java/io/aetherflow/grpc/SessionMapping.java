// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.grpc.v1.CreateSessionRequest;
import io.aetherflow.grpc.v1.ListSessionsRequest;
import io.aetherflow.grpc.v1.UpdateSessionRequest;
import io.aetherflow.session.NewSession;
import io.aetherflow.session.Session;
import io.aetherflow.session.SessionQuery;
import io.aetherflow.session.SessionState;
import io.aetherflow.session.SessionStats;
import io.aetherflow.session.SessionUpdate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Session messages to and from the session module's types. Pure; what is malformed is refused by field. */
public final class SessionMapping {
    private static final String STATE = "SESSION_STATE_";

    private SessionMapping() {}

    /**
     * Maps a session.
     *
     * @param session the session
     * @return its message
     */
    public static io.aetherflow.grpc.v1.Session toProto(Session session) {
        return io.aetherflow.grpc.v1.Session.newBuilder()
                .setSessionId(session.id().toString())
                .setUserId(session.userId())
                .addAllConnectionIds(
                        session.connectionIds().stream().map(UUID::toString).toList())
                .setClientIp(session.clientIp())
                .setClientPort(session.clientPort())
                .setServerAddr(session.serverAddr())
                .setState(Wire.toProto(io.aetherflow.grpc.v1.SessionState.class, STATE, session.state()))
                .setCreatedAt(Wire.timestamp(session.createdAt()))
                .setLastActiveAt(Wire.timestamp(session.lastActiveAt()))
                .setExpiresAt(Wire.timestamp(session.expiresAt()))
                .setLifetimeEndsAt(Wire.timestamp(session.lifetimeEndsAt()))
                .setTimeout(Wire.duration(session.timeout()))
                .putAllMetadata(session.metadata())
                .setStats(toProto(session.stats()))
                .setRevision(session.revision())
                .build();
    }

    /**
     * Maps a session message.
     *
     * @param message the message
     * @return the session
     */
    public static Session fromProto(io.aetherflow.grpc.v1.Session message) {
        return new Session(
                Wire.uuid("session_id", message.getSessionId()),
                message.getUserId(),
                Wire.uuids("connection_ids", message.getConnectionIdsList()),
                message.getClientIp(),
                message.getClientPort(),
                message.getServerAddr(),
                Wire.requireEnum("state", SessionState.class, STATE, message.getState(), message.getStateValue()),
                Wire.instant("created_at", message.getCreatedAt()),
                Wire.instant("last_active_at", message.getLastActiveAt()),
                Wire.instant("expires_at", message.getExpiresAt()),
                Wire.instant("lifetime_ends_at", message.getLifetimeEndsAt()),
                Wire.duration("timeout", message.getTimeout()),
                message.getMetadataMap(),
                fromProto("stats", message.getStats()),
                message.getRevision());
    }

    static io.aetherflow.grpc.v1.SessionStats toProto(SessionStats stats) {
        return io.aetherflow.grpc.v1.SessionStats.newBuilder()
                .setPacketsSent(stats.packetsSent())
                .setPacketsReceived(stats.packetsReceived())
                .setBytesSent(stats.bytesSent())
                .setBytesReceived(stats.bytesReceived())
                .setRetransmissions(stats.retransmissions())
                .setRtt(Wire.duration(stats.rtt()))
                .build();
    }

    static SessionStats fromProto(String field, io.aetherflow.grpc.v1.SessionStats message) {
        return new SessionStats(
                message.getPacketsSent(),
                message.getPacketsReceived(),
                message.getBytesSent(),
                message.getBytesReceived(),
                message.getRetransmissions(),
                Wire.duration(field + ".rtt", message.getRtt()));
    }

    static NewSession fromProto(CreateSessionRequest request) {
        return new NewSession(
                request.getUserId(),
                Wire.uuids("connection_ids", request.getConnectionIdsList()),
                request.getClientIp(),
                request.getClientPort(),
                request.getServerAddr(),
                request.getMetadataMap(),
                request.hasTimeout() ? Optional.of(Wire.duration("timeout", request.getTimeout())) : Optional.empty());
    }

    static SessionUpdate fromProto(UpdateSessionRequest request) {
        if (request.hasClientIp() != request.hasClientPort()) {
            throw new BadRequestException(
                    request.hasClientIp() ? "client_port" : "client_ip",
                    "",
                    "both client_ip and client_port, or neither");
        }
        return new SessionUpdate(
                Wire.uuids("add_connection_ids", request.getAddConnectionIdsList()),
                Set.copyOf(Wire.uuids("remove_connection_ids", request.getRemoveConnectionIdsList())),
                request.getPutMetadataMap(),
                Set.copyOf(request.getRemoveMetadataList()),
                Wire.fromProto("state", SessionState.class, STATE, request.getState(), request.getStateValue()),
                request.hasClientIp()
                        ? Optional.of(new SessionUpdate.ClientAddress(request.getClientIp(), request.getClientPort()))
                        : Optional.empty(),
                request.hasServerAddr() ? Optional.of(request.getServerAddr()) : Optional.empty(),
                request.hasStats() ? Optional.of(fromProto("stats", request.getStats())) : Optional.empty(),
                request.hasAddStats() ? Optional.of(fromProto("add_stats", request.getAddStats())) : Optional.empty(),
                request.hasExpectedRevision() ? OptionalLong.of(request.getExpectedRevision()) : OptionalLong.empty());
    }

    static SessionQuery fromProto(ListSessionsRequest request) {
        return new SessionQuery(
                Wire.nonEmpty(request.getUserId()),
                Wire.fromProto("state", SessionState.class, STATE, request.getState(), request.getStateValue()),
                Wire.nonEmpty(request.getServerAddr()),
                request.getPageSize() == 0 ? SessionQuery.DEFAULT_PAGE_SIZE : request.getPageSize(),
                Wire.nonEmpty(request.getCursor()),
                request.getWithTotal());
    }
}
