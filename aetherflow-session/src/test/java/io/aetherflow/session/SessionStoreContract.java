// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store does with one session at a time. */
abstract class SessionStoreContract extends SessionStoreFixture {
    @Test
    void createdSessionIsFoundAsItWasGiven() {
        Session given = draft("ann")
                .connections(uuid(), uuid())
                .server("edge-1:9001")
                .metadata(Map.of("device", "phone", "empty", ""))
                .build();

        SessionCreation creation = store.create(given, hash(), NO_LIMIT, at(30));

        assertThat(creation).isEqualTo(new SessionCreation(given, List.of()));
        assertThat(store.find(given.id(), T0)).contains(given);
    }

    @Test
    void textOfAllPlanesSurvives() {
        Session session = draft("Zoë \uD83D\uDE00 {x}:*\"'")
                .server("[2001:db8::1]:443")
                .metadata(Map.of("k=\n\u0000", "\uD83D\uDE00\r\n\t{}"))
                .create();

        assertThat(store.find(session.id(), T0)).contains(session);
        assertThat(idsByPages(SessionQuery.ofUser(session.userId()), T0)).containsExactly(session.id());
    }

    @Test
    void takenIdIsRefused() {
        Session given = draft("ann").build();
        store.create(given, hash(), NO_LIMIT, at(30));

        assertThatThrownBy(() -> store.create(given, hash(), NO_LIMIT, at(30)))
                .isInstanceOf(InvalidSessionException.class);
        assertThat(store.count(T0).total()).isEqualTo(1);
    }

    @Test
    void unknownSessionIsNotFound() {
        UUID unknown = uuid();

        assertThat(store.find(unknown, T0)).isEmpty();
        assertThat(store.credentials(unknown, T0)).isEmpty();
        assertNotFound(unknown, T0);
    }

    @Test
    void snapshotsDoNotFollowLaterChanges() {
        Session created = draft("ann").metadata(Map.of("a", "1")).create();
        Session read = store.find(created.id(), T0).orElseThrow();

        update(created.id(), SessionUpdate.builder().putMetadata("a", "2").addConnection(uuid()), at(1));
        store.heartbeat(created.id(), at(2));

        assertThat(read).isEqualTo(created);
        assertThatThrownBy(() -> read.metadata().put("b", "3")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read.connectionIds().add(uuid())).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void heartbeatActivatesAndSlidesTheExpiry() {
        Session created = create("ann");

        SessionEvent.Updated beat = store.heartbeat(created.id(), at(60));

        assertThat(beat.previousState()).isEqualTo(SessionState.CONNECTING);
        assertThat(beat.session().state()).isEqualTo(SessionState.ACTIVE);
        assertThat(beat.session().lastActiveAt()).isEqualTo(at(60));
        assertThat(beat.session().expiresAt()).isEqualTo(at(60).plus(TIMEOUT));
        assertThat(beat.session().revision()).isEqualTo(created.revision());
        assertThat(store.find(created.id(), at(60))).contains(beat.session());
    }

    @Test
    void heartbeatsDoNotExtendBeyondTheLifetime() {
        Session created = draft("ann")
                .timeout(Duration.ofSeconds(60))
                .lifetime(Duration.ofSeconds(100))
                .create();

        Session session = store.heartbeat(created.id(), at(59)).session();

        assertThat(session.expiresAt()).isEqualTo(at(100)).isEqualTo(session.lifetimeEndsAt());
        store.heartbeat(created.id(), at(99));
        assertNotFound(created.id(), at(100));
    }

    @Test
    void heartbeatOfASlowClockTakesNothingBack() {
        Session created = create("ann");
        Session later = store.heartbeat(created.id(), at(60)).session();

        Session earlier = store.heartbeat(created.id(), at(10)).session();

        assertThat(earlier).isEqualTo(later);
    }

    @Test
    void disconnectingSessionKeepsItsExpiryAndState() {
        Session created = create("ann");
        Session leaving = update(created.id(), SessionUpdate.builder().state(SessionState.DISCONNECTING), at(1))
                .session();

        Session beaten = store.heartbeat(created.id(), at(9)).session();

        assertThat(beaten.state()).isEqualTo(SessionState.DISCONNECTING);
        assertThat(beaten.expiresAt()).isEqualTo(leaving.expiresAt());
        assertThat(beaten.lastActiveAt()).isEqualTo(at(9));
    }

    @Test
    void expiredSessionGetsNoSecondLife() {
        Session created = draft("ann").timeout(Duration.ofSeconds(10)).create();

        assertThat(store.find(created.id(), at(10).minusMillis(1))).isPresent();
        assertThat(store.find(created.id(), at(10))).isEmpty();
        assertNotFound(created.id(), at(10));
        assertThatExceptionOfType(SessionExpiredException.class)
                .isThrownBy(() -> store.heartbeat(created.id(), at(11)))
                .satisfies(e -> assertThat(e.expiredAt()).isEqualTo(at(10)))
                .withMessage("session " + created.id() + " expired at " + at(10));
        assertThat(store.find(created.id(), at(11))).isEmpty();
    }

    @Test
    void updateTouchesOnlyTheNamedFields() {
        UUID first = uuid();
        UUID second = uuid();
        Session created = draft("ann")
                .connections(first)
                .metadata(Map.of("keep", "1", "drop", "2", "set", "3"))
                .create();

        SessionEvent.Updated updated = update(
                created.id(),
                SessionUpdate.builder()
                        .putMetadata("set", "4")
                        .removeMetadata("drop")
                        .addConnection(second)
                        .serverAddr("edge-2")
                        .client("2001:db8::9", 99)
                        .state(SessionState.ACTIVE),
                at(5));

        Session expected = new Session(
                created.id(),
                "ann",
                List.of(first, second),
                "2001:db8::9",
                99,
                "edge-2",
                SessionState.ACTIVE,
                T0,
                T0,
                T0.plus(TIMEOUT),
                T0.plus(LIFETIME),
                TIMEOUT,
                Map.of("keep", "1", "set", "4"),
                SessionStats.NONE,
                2);
        assertThat(updated).isEqualTo(new SessionEvent.Updated(expected, SessionState.CONNECTING));
        assertThat(store.find(created.id(), at(5))).contains(expected);
    }

    @Test
    void statisticsAreSetAndAddedWithoutANewRevision() {
        Session created = create("ann");
        SessionStats first = new SessionStats(1, 2, 3, 4, 5, Duration.ofMillis(6));
        SessionStats delta = new SessionStats(10, 20, 30, 40, 50, Duration.ZERO);

        update(created.id(), SessionUpdate.builder().stats(first), at(1));
        Session session = update(created.id(), SessionUpdate.builder().addStats(delta), at(2))
                .session();

        assertThat(session.stats()).isEqualTo(new SessionStats(11, 22, 33, 44, 55, Duration.ofMillis(6)));
        assertThat(session.revision()).isEqualTo(1);
    }

    @Test
    void statisticsStopAtTheGreatestNumber() {
        Session created = create("ann");
        SessionStats most = new SessionStats(Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0, Duration.ofNanos(123_456_789));

        Session session = update(
                        created.id(), SessionUpdate.builder().stats(most).addStats(most), at(1))
                .session();

        assertThat(session.stats()).isEqualTo(most);
    }

    @Test
    void updateAtAnotherRevisionChangesNothing() {
        Session created = create("ann");
        Session second = update(created.id(), SessionUpdate.builder().putMetadata("a", "1"), at(1))
                .session();

        assertThatExceptionOfType(SessionRevisionException.class)
                .isThrownBy(() -> update(
                        created.id(),
                        SessionUpdate.builder().putMetadata("a", "2").expectedRevision(1),
                        at(2)))
                .satisfies(e -> assertThat(List.of(e.expected(), e.actual())).containsExactly(1L, 2L))
                .satisfies(e -> assertThat(e.sessionId()).isEqualTo(created.id()));
        assertThat(store.find(created.id(), at(2))).contains(second);
    }

    @Test
    void updateAtTheExpectedRevisionHappensDespiteHeartbeats() {
        Session created = create("ann");
        store.heartbeat(created.id(), at(1));

        Session session = update(
                        created.id(),
                        SessionUpdate.builder().putMetadata("a", "1").expectedRevision(created.revision()),
                        at(2))
                .session();

        assertThat(session.revision()).isEqualTo(2);
    }

    @Test
    void illegalTransitionChangesNothing() {
        Session created = create("ann");

        assertThatThrownBy(() -> update(
                        created.id(),
                        SessionUpdate.builder().state(SessionState.IDLE).putMetadata("a", "1"),
                        at(1)))
                .isInstanceOf(IllegalSessionTransitionException.class)
                .hasMessage("session cannot go from CONNECTING to IDLE, allowed is [ACTIVE, DISCONNECTING]");
        assertThat(store.find(created.id(), at(1))).contains(created);
    }

    @Test
    void sameStateIsNoTransition() {
        Session created = create("ann");

        Session session = update(created.id(), SessionUpdate.builder().state(SessionState.CONNECTING), at(1))
                .session();

        assertThat(session.state()).isEqualTo(SessionState.CONNECTING);
    }

    @Test
    void limitsCountWhatTheSessionHasAlready() {
        SessionLimits limits = SessionLimits.DEFAULTS.withMaxConnections(2).withMaxMetadataEntries(2);
        Session created = draft("ann")
                .connections(uuid(), uuid())
                .metadata(Map.of("a", "1", "b", "2"))
                .create();
        UUID id = created.id();
        SessionUpdate third = SessionUpdate.builder().putMetadata("c", "3").build();
        SessionUpdate connection = SessionUpdate.builder().addConnection(uuid()).build();

        assertThatThrownBy(() -> store.update(id, third, limits, T0))
                .hasMessage("metadata is \"3 entries\", allowed is at most 2 entries");
        assertThatThrownBy(() -> store.update(id, connection, limits, T0))
                .hasMessage("connectionIds is \"3 entries\", allowed is at most 2 entries");
        assertThat(store.find(id, T0)).contains(created);
        assertThat(store.findByConnection(connection.addConnections().get(0), T0))
                .isEmpty();
    }

    @Test
    void fullSessionMayReplaceEntries() {
        SessionLimits limits = SessionLimits.DEFAULTS.withMaxMetadataEntries(1);
        Session created = draft("ann").metadata(Map.of("a", "1")).create();
        SessionUpdate swap = SessionUpdate.builder()
                .removeMetadata("a")
                .putMetadata("b", "2")
                .build();
        SessionUpdate replace = SessionUpdate.builder().putMetadata("b", "3").build();

        store.update(created.id(), swap, limits, T0);
        Session session = store.update(created.id(), replace, limits, T0).session();

        assertThat(session.metadata()).isEqualTo(Map.of("b", "3"));
    }

    @Test
    void sessionIsFoundByEachOfItsConnections() {
        UUID first = uuid();
        UUID second = uuid();
        Session created = draft("ann").connections(first).create();

        Session session = update(created.id(), SessionUpdate.builder().addConnection(second), at(1))
                .session();

        assertThat(store.findByConnection(first, at(1))).contains(session);
        assertThat(store.findByConnection(second, at(1))).contains(session);
        assertThat(store.findByConnection(uuid(), at(1))).isEmpty();
    }

    @Test
    void removedConnectionFindsNothing() {
        UUID connection = uuid();
        Session created = draft("ann").connections(connection).create();

        update(
                created.id(),
                SessionUpdate.builder().removeConnection(connection).removeConnection(uuid()),
                at(1));

        assertThat(store.findByConnection(connection, at(1))).isEmpty();
        assertThat(store.find(created.id(), at(1)).orElseThrow().connectionIds())
                .isEmpty();
    }

    @Test
    void connectionBelongsToTheSessionThatNamedItLast() {
        UUID connection = uuid();
        Session first = draft("ann").connections(connection).create();
        Session second = draft("bob").connections(connection).create();
        assertThat(store.findByConnection(connection, T0)).map(Session::id).contains(second.id());

        update(first.id(), SessionUpdate.builder().addConnection(connection), at(1));

        assertThat(store.findByConnection(connection, at(1))).map(Session::id).contains(first.id());
    }

    @Test
    void formerHolderDoesNotTakeTheConnectionAlongWhenItEnds() {
        UUID connection = uuid();
        Session first = draft("ann").connections(connection).create();
        Session second = draft("bob").connections(connection).create();

        delete(first.id(), at(1));

        assertThat(store.findByConnection(connection, at(1))).contains(second);
    }

    @Test
    void connectionOfAnExpiredSessionFindsNothing() {
        UUID connection = uuid();
        draft("ann").connections(connection).timeout(Duration.ofSeconds(10)).create();

        assertThat(store.findByConnection(connection, at(10))).isEmpty();
    }

    @Test
    void credentialsKeepOnePreviousTokenForItsGrace() {
        TokenHash first = hash();
        TokenHash second = hash();
        TokenHash third = hash();
        Session created =
                store.create(draft("ann").build(), first, NO_LIMIT, at(30)).session();
        assertThat(store.credentials(created.id(), T0))
                .map(credentials -> List.of(credentials.session(), credentials.current(), credentials.previous()))
                .contains(List.of(created, first, Optional.empty()));

        store.rotate(created.id(), second, at(9), at(1));
        Session rotated = store.rotate(created.id(), third, at(9), at(2));

        assertThat(rotated).isEqualTo(created);
        assertThat(store.credentials(created.id(), at(3)))
                .contains(new SessionCredentials(created, third, Optional.of(second), at(9)));
    }

    @Test
    void rotationWithoutGraceDropsTheTokenForSlowClocksToo() {
        Session created = create("ann");
        TokenHash next = hash();

        store.rotate(created.id(), next, at(5), at(5));

        SessionCredentials credentials = store.credentials(created.id(), at(1)).orElseThrow();
        assertThat(credentials.current()).isEqualTo(next);
        assertThat(credentials.previous()).isEmpty();
    }

    /** Every action answers that there is no such session, and none brings it back. */
    final void assertNotFound(UUID id, Instant now) {
        SessionUpdate.Builder update = SessionUpdate.builder().putMetadata("a", "1");
        assertThatThrownBy(() -> store.heartbeat(id, now)).isInstanceOf(SessionNotFoundException.class);
        assertThatThrownBy(() -> update(id, update, now)).isInstanceOf(SessionNotFoundException.class);
        assertThatThrownBy(() -> store.rotate(id, hash(), now, now)).isInstanceOf(SessionNotFoundException.class);
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> delete(id, now))
                .satisfies(e -> assertThat(e.sessionId()).isEqualTo(id));
        assertThat(store.credentials(id, now)).isEmpty();
        assertThat(store.find(id, now)).isEmpty();
    }
}
