// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is refused with the field, the value and what is allowed; the edges of what is allowed are not. */
class SessionInputTest extends SessionManagerFixture {
    private static final SessionLimits TIGHT = new SessionLimits(1, 2, 3, 4, 5);

    @Test
    void sizesAtTheLimitsPass() {
        manager = manager(SessionManagerConfig.builder().limits(TIGHT));

        Session session = manager.create(NewSession.builder("12345")
                        .connection(UUID.randomUUID())
                        .client("::123", 65_535)
                        .serverAddr("abcde")
                        .metadata("key", "valu")
                        .metadata("k", "")
                        .build())
                .session();
        manager.update(
                session.id(), SessionUpdate.builder().putMetadata("key", "1234").build());
        manager.delete(session.id(), "bored");
        assertThat(manager.endUser("12345", "")).isZero();
    }

    @Test
    void sizesBeyondTheLimitsAreRefused() {
        manager = manager(SessionManagerConfig.builder().limits(TIGHT));
        UUID id = session("ann").id();

        assertRefused("userId", creating(NewSession.builder("123456")));
        assertRefused("clientIp", creating(NewSession.builder("ann").client("123456", 0)));
        assertRefused("serverAddr", creating(NewSession.builder("ann").serverAddr("123456")));
        assertRefused("metadata key", creating(NewSession.builder("ann").metadata("1234", "")));
        assertRefused("metadata value of k", creating(NewSession.builder("ann").metadata("k", "12345")));
        assertRefused(
                "metadata",
                creating(NewSession.builder("ann")
                        .metadata("a", "")
                        .metadata("b", "")
                        .metadata("c", "")));
        assertRefused(
                "connectionIds",
                creating(NewSession.builder("ann").connection(UUID.randomUUID()).connection(UUID.randomUUID())));
        assertRefused("metadata key", updating(id, SessionUpdate.builder().putMetadata("1234", "")));
        assertRefused(
                "metadata value of k", updating(id, SessionUpdate.builder().putMetadata("k", "12345")));
        assertRefused("serverAddr", updating(id, SessionUpdate.builder().serverAddr("123456")));
        assertRefused("clientIp", updating(id, SessionUpdate.builder().client("123456", 0)));
        assertRefused("reason", () -> manager.delete(id, "123456"));
        assertRefused("reason", () -> manager.endUser("ann", "123456"));
        assertThat(manager.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "line\nbreak", "\u007f", "half \uD83D"})
    void namesAreNotEmptyAndHoldNoControlsOrHalfCharacters(String name) {
        assertRefused("userId", creating(NewSession.builder(name)));
        assertRefused("metadata key", creating(NewSession.builder("ann").metadata(name, "")));
    }

    @Test
    void metadataValuesMayHoldControlsButNoHalfCharacters() {
        manager.create(
                NewSession.builder("ann").metadata("k", "a\u0000\n\uD83D\uDE00").build());

        assertRefused("metadata value of k", creating(NewSession.builder("ann").metadata("k", "\uDE00")));
    }

    @Test
    void portsArePorts() {
        assertRefused("clientPort", creating(NewSession.builder("ann").client("", 65_536)));
        assertRefused("clientPort", () -> SessionUpdate.builder().client("", -1));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001})
    void pageSizeIsOneToAThousand(int size) {
        assertThatThrownBy(() -> SessionQuery.builder().pageSize(size).build())
                .hasMessage("pageSize is \"" + size + "\", allowed is 1 to 1000");
    }

    @Test
    void emptyFilterIsRefused() {
        assertRefused("userId", () -> SessionQuery.ofUser(""));
        assertRefused("userId", () -> manager.endUser("", "reason"));
        assertRefused("serverAddr", () -> manager.endServer("", "reason"));
    }

    @Test
    void updateThatContradictsItselfIsRefused() {
        UUID connection = UUID.randomUUID();

        assertRefused(
                "removeMetadata",
                () -> SessionUpdate.builder()
                        .putMetadata("a", "1")
                        .removeMetadata("a")
                        .build());
        assertRefused(
                "removeConnections",
                () -> SessionUpdate.builder()
                        .addConnection(connection)
                        .removeConnection(connection)
                        .build());
        assertRefused(
                "state",
                () -> SessionUpdate.builder().state(SessionState.CLOSED).build());
    }

    @Test
    void connectionNamedTwiceIsOne() {
        UUID connection = UUID.randomUUID();

        assertThat(NewSession.builder("ann")
                        .connection(connection)
                        .connection(connection)
                        .build()
                        .connectionIds())
                .containsExactly(connection);
    }

    @Test
    void statisticsAreNotNegative() {
        assertRefused("stats.packetsSent", () -> new SessionStats(-1, 0, 0, 0, 0, Duration.ZERO));
        assertRefused("stats.rtt", () -> new SessionStats(0, 0, 0, 0, 0, Duration.ofNanos(-1)));
        assertRefused("stats.rtt", () -> new SessionStats(0, 0, 0, 0, 0, Duration.ofHours(2)));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertRefused("timeout", configuring(c -> c.timeout(Duration.ZERO)));
        assertRefused("timeout", configuring(c -> c.timeout(Duration.ofHours(25))));
        assertRefused("maxLifetime", configuring(c -> c.maxLifetime(Duration.ofDays(3651))));
        assertRefused("idleAfter", configuring(c -> c.idleAfter(Duration.ofMillis(-5))));
        assertRefused("tokenGrace", configuring(c -> c.tokenGrace(Duration.ofMillis(-5))));
        assertRefused("sweepInterval", configuring(c -> c.sweepInterval(Duration.ZERO)));
        assertRefused("sweepBatch", configuring(c -> c.sweepBatch(0)));
        assertRefused("eventLease", configuring(c -> c.eventLease(Duration.ZERO)));
        assertRefused("serverAddr", configuring(c -> c.serverAddr("a\nb")));
        assertRefused("userLimit.maxSessions", () -> new UserLimit(0, SessionLimitPolicy.REJECT));
        assertRefused("maxConnections", () -> SessionLimits.DEFAULTS.withMaxConnections(0));
        assertRefused("maxMetadataKeyChars", () -> SessionLimits.DEFAULTS.withMaxMetadataChars(0, 9));
        assertRefused("maxIdChars", () -> SessionLimits.DEFAULTS.withMaxIdChars(0));
        assertRefused("maxSessions", () -> new InMemorySessionStore(0));
    }

    @Test
    void messageShowsLongAndHostileValuesShortAndTame() {
        String hostile = "\u001b[31m\n" + "x".repeat(10_000);

        assertThatExceptionOfType(InvalidSessionException.class)
                .isThrownBy(() -> session(hostile))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n", "\u001b"))
                .satisfies(e -> assertThat(e.value()).startsWith("?[31m?xxx").endsWith("..."))
                .satisfies(e -> assertThat(e.allowed()).contains("1 to 256"));
    }

    private ThrowingCallable creating(NewSession.Builder request) {
        return () -> manager.create(request.build());
    }

    private ThrowingCallable updating(UUID id, SessionUpdate.Builder update) {
        return () -> manager.update(id, update.build());
    }

    private static ThrowingCallable configuring(UnaryOperator<SessionManagerConfig.Builder> setting) {
        return () -> setting.apply(SessionManagerConfig.builder()).build();
    }

    private static void assertRefused(String field, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidSessionException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field))
                .satisfies(e -> assertThat(List.of(e.value(), e.allowed()))
                        .allSatisfy(part -> assertThat(e.getMessage()).contains(part)));
    }
}
