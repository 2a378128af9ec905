// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aetherflow.grpc.v1.CreateSessionRequest;
import io.aetherflow.grpc.v1.ListSessionsRequest;
import io.aetherflow.grpc.v1.UpdateSessionRequest;
import io.aetherflow.session.NewSession;
import io.aetherflow.session.Session;
import io.aetherflow.session.SessionQuery;
import io.aetherflow.session.SessionState;
import io.aetherflow.session.SessionStats;
import io.aetherflow.session.SessionUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions to messages, to bytes, and back. */
class SessionMappingTest {
    private static final UUID ID = UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static Session session(RandomValues random) {
        return new Session(
                random.uuid(),
                random.text(),
                random.some(random::uuid),
                random.text(),
                random.random.nextInt(65_536),
                random.text(),
                random.one(SessionState.class),
                random.instant(),
                random.instant(),
                random.instant(),
                random.instant(),
                random.duration(Duration.ofDays(3650)),
                random.map(),
                stats(random),
                random.count());
    }

    private static SessionStats stats(RandomValues random) {
        return new SessionStats(
                random.count(),
                random.count(),
                random.count(),
                random.count(),
                random.count(),
                random.duration(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sessionSurvivesTheWire(long seed) throws InvalidProtocolBufferException {
        Session session = session(new RandomValues(seed));
        byte[] bytes = SessionMapping.toProto(session).toByteArray();
        assertThat(SessionMapping.fromProto(io.aetherflow.grpc.v1.Session.parseFrom(bytes)))
                .isEqualTo(session);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void creationIsReadAsMeant(long seed) {
        RandomValues random = new RandomValues(seed);
        Optional<Duration> timeout = random.maybe(() -> random.duration(Duration.ofDays(1)));
        NewSession meant = new NewSession(
                random.text(),
                random.some(random::uuid),
                random.text(),
                random.random.nextInt(65_536),
                random.text(),
                random.map(),
                timeout);

        CreateSessionRequest.Builder request = CreateSessionRequest.newBuilder()
                .setUserId(meant.userId())
                .addAllConnectionIds(
                        meant.connectionIds().stream().map(UUID::toString).toList())
                .setClientIp(meant.clientIp())
                .setClientPort(meant.clientPort())
                .setServerAddr(meant.serverAddr())
                .putAllMetadata(meant.metadata());
        timeout.ifPresent(present -> request.setTimeout(Wire.duration(present)));
        assertThat(SessionMapping.fromProto(request.build())).isEqualTo(meant);
    }

    @Test
    void updateTellsEmptyFromUnset() {
        assertThat(SessionMapping.fromProto(UpdateSessionRequest.getDefaultInstance()))
                .isEqualTo(SessionUpdate.builder().build());
        SessionUpdate update = SessionMapping.fromProto(UpdateSessionRequest.newBuilder()
                .setClientIp("")
                .setClientPort(0)
                .setServerAddr("")
                .setExpectedRevision(0)
                .build());
        assertThat(update.client()).contains(new SessionUpdate.ClientAddress("", 0));
        assertThat(update.serverAddr()).contains("");
        assertThat(update.expectedRevision()).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void updateIsReadAsMeant(long seed) {
        RandomValues random = new RandomValues(seed);
        SessionStats stats = stats(random);
        SessionStats more = stats(random);
        Map<String, String> put = random.map();
        UpdateSessionRequest request = UpdateSessionRequest.newBuilder()
                .addAddConnectionIds(ID.toString())
                .addRemoveConnectionIds(new UUID(7, 7).toString())
                .putAllPutMetadata(put)
                .addAllRemoveMetadata(List.of("gone", "gone"))
                .setState(io.aetherflow.grpc.v1.SessionState.SESSION_STATE_IDLE)
                .setStats(SessionMapping.toProto(stats))
                .setAddStats(SessionMapping.toProto(more))
                .setExpectedRevision(seed)
                .build();

        SessionUpdate update = SessionMapping.fromProto(request);
        assertThat(update.addConnections()).containsExactly(ID);
        assertThat(update.removeConnections()).containsExactly(new UUID(7, 7));
        assertThat(update.putMetadata()).isEqualTo(put);
        assertThat(update.removeMetadata()).containsExactly("gone");
        assertThat(update.state()).contains(SessionState.IDLE);
        assertThat(update.stats()).contains(stats);
        assertThat(update.statsDelta()).contains(more);
        assertThat(update.expectedRevision()).hasValue(seed);
    }

    @Test
    void emptyQueryAsksForTheFirstPageOfAll() {
        assertThat(SessionMapping.fromProto(ListSessionsRequest.getDefaultInstance()))
                .isEqualTo(SessionQuery.all());
    }

    @Test
    void queryHasAllItsFilters() {
        assertThat(SessionMapping.fromProto(ListSessionsRequest.newBuilder()
                        .setUserId("ann")
                        .setState(io.aetherflow.grpc.v1.SessionState.SESSION_STATE_ACTIVE)
                        .setServerAddr("edge")
                        .setPageSize(7)
                        .setCursor("c")
                        .setWithTotal(true)
                        .build()))
                .isEqualTo(SessionQuery.builder()
                        .userId("ann")
                        .state(SessionState.ACTIVE)
                        .serverAddr("edge")
                        .pageSize(7)
                        .cursor("c")
                        .withTotal()
                        .build());
    }
}
