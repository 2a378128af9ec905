// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How sessions end in every store: limits, delete, idleness, expiry, leases. */
abstract class SessionEndingContract extends SessionStoreFixture {
    private static final int ALL = Integer.MAX_VALUE;

    @Test
    void userAtTheLimitIsRejectedWithoutATrace() {
        UserLimit limit = new UserLimit(2, SessionLimitPolicy.REJECT);
        UUID connection = uuid();
        draft("ann").create(limit);
        draft("ann").create(limit);
        draft("bob").create(limit);

        assertThatThrownBy(() ->
                        draft("ann").connections(connection).server("edge-1").create(limit))
                .isInstanceOfSatisfying(SessionLimitException.class, e -> {
                    assertThat(e.userId()).contains("ann");
                    assertThat(e.limit()).isEqualTo(2);
                });
        assertThat(store.count(T0).total()).isEqualTo(3);
        assertThat(store.findByConnection(connection, T0)).isEmpty();
        assertThat(total(SessionQuery.builder().serverAddr("edge-1"), T0)).isZero();
    }

    @Test
    void oldestSessionsOfTheUserMakeRoom() {
        Session oldest = create("ann");
        Session second = create("ann");
        Session third = create("ann");
        create("bob");
        store.heartbeat(oldest.id(), at(1));

        SessionCreation creation = draft("ann").at(at(2)).create(new UserLimit(2, SessionLimitPolicy.EVICT_OLDEST));

        assertThat(creation.evicted())
                .extracting(event -> event.session().id())
                .containsExactly(oldest.id(), second.id());
        assertThat(creation.evicted())
                .extracting(SessionEvent.Deleted::reason)
                .containsOnly(SessionEvent.Deleted.EVICTED);
        assertThat(idsByPages(SessionQuery.ofUser("ann"), at(2)))
                .containsExactly(third.id(), creation.session().id());
        assertThat(store.count(at(2)).total()).isEqualTo(3);
    }

    @Test
    void expiredSessionsDoNotCountAgainstTheLimit() {
        UserLimit limit = new UserLimit(1, SessionLimitPolicy.REJECT);
        draft("ann").timeout(Duration.ofSeconds(10)).create(limit);

        Session second = draft("ann").at(at(10)).create(limit).session();

        assertThat(store.find(second.id(), at(10))).isPresent();
    }

    @Test
    void deleteIsFinal() {
        UUID connection = uuid();
        Session created = draft("ann").connections(connection).server("edge-1").create();

        SessionEvent.Deleted deleted = store.delete(created.id(), "logout", at(1), at(31));

        assertThat(deleted.reason()).isEqualTo("logout");
        assertThat(deleted.session().state()).isEqualTo(SessionState.CLOSED);
        assertThat(deleted.session().id()).isEqualTo(created.id());
        assertThatThrownBy(() -> store.heartbeat(created.id(), at(1))).isInstanceOf(SessionNotFoundException.class);
        assertThatThrownBy(() -> update(created.id(), SessionUpdate.builder().addConnection(connection), at(1)))
                .isInstanceOf(SessionNotFoundException.class);
        assertThatThrownBy(() -> delete(created.id(), at(1))).isInstanceOf(SessionNotFoundException.class);
        assertThat(store.find(created.id(), at(1))).isEmpty();
        assertThat(store.credentials(created.id(), at(1))).isEmpty();
        assertThat(store.findByConnection(connection, at(1))).isEmpty();
        assertThat(total(SessionQuery.builder(), at(1))).isZero();
        assertThat(store.count(at(1)).total()).isZero();
    }

    @Test
    void deletedSessionStaysDeletedForSlowClocks() {
        Session created = create("ann");

        delete(created.id(), at(60));

        assertThatThrownBy(() -> store.heartbeat(created.id(), at(1))).isInstanceOf(SessionNotFoundException.class);
    }

    @Test
    void claimedExpiryIsFinalForSlowClocks() {
        Session created = draft("ann").timeout(Duration.ofSeconds(10)).create();

        assertThat(store.claimEnded(at(10), at(40), ALL)).hasSize(1);

        assertThatThrownBy(() -> store.heartbeat(created.id(), at(9))).isInstanceOf(SessionNotFoundException.class);
        assertThat(store.find(created.id(), at(9))).isEmpty();
    }

    @Test
    void endIsHandedOutAgainWhenItsLeaseIsOver() {
        Session expired = draft("ann").timeout(Duration.ofSeconds(10)).create();
        Session deleted = create("bob");
        store.delete(deleted.id(), "logout", at(15), at(45));
        List<SessionEvent.Ended> first = store.claimEnded(at(20), at(50), ALL);

        assertThat(first).hasOnlyElementsOfType(SessionEvent.Expired.class);
        assertThat(first).extracting(event -> event.session().id()).containsExactly(expired.id());
        assertThat(first).extracting(event -> event.session().state()).containsExactly(SessionState.CLOSED);
        assertThat(store.claimEnded(at(44), at(74), ALL)).isEmpty();
        List<SessionEvent.Ended> second = store.claimEnded(at(50), at(80), ALL);
        assertThat(second)
                .hasSize(2)
                .contains(first.get(0))
                .anyMatch(event -> event instanceof SessionEvent.Deleted end
                        && end.reason().equals("logout"));
        assertThat(store.claimEnded(at(79), at(109), ALL)).isEmpty();
    }

    @Test
    void evictedSessionIsHandedOutAgainWhenItsLeaseIsOver() {
        UserLimit one = new UserLimit(1, SessionLimitPolicy.EVICT_OLDEST);
        draft("ann").create(one);
        List<SessionEvent.Deleted> evicted = draft("ann").at(at(1)).create(one).evicted();

        assertThat(evicted).hasSize(1);
        assertThat(store.claimEnded(at(1).plus(LEASE), at(99), ALL)).isEqualTo(evicted);
    }

    @Test
    void forgottenEndDoesNotComeBack() {
        Session deleted = create("ann");
        delete(deleted.id(), at(1));

        store.forget(List.of(deleted.id(), uuid()));

        assertThat(store.claimEnded(at(1_000_000), at(1_000_030), ALL)).isEmpty();
        assertThatThrownBy(() -> store.heartbeat(deleted.id(), at(2))).isInstanceOf(SessionNotFoundException.class);
    }

    @Test
    void liveSessionIsNotForgotten() {
        Session live = create("ann");

        store.forget(List.of(live.id()));

        assertThat(store.find(live.id(), T0)).contains(live);
        assertThat(store.count(T0).total()).isEqualTo(1);
    }

    @Test
    void expiredSessionsAreClaimedOldestFirst() {
        Session third = draft("ann").timeout(Duration.ofSeconds(30)).create();
        Session kept = draft("ann").timeout(Duration.ofSeconds(5)).create();
        Session first = draft("ann").timeout(Duration.ofSeconds(10)).create();
        Session second = draft("ann").timeout(Duration.ofSeconds(20)).create();
        store.heartbeat(kept.id(), at(4)); // until 9
        store.heartbeat(kept.id(), at(8)); // until 13
        store.heartbeat(kept.id(), at(12)); // until 17: between first and second

        assertThat(store.claimEnded(at(25), at(55), 1))
                .extracting(event -> event.session().id())
                .containsExactly(first.id());
        assertThat(store.claimEnded(at(25), at(55), ALL))
                .extracting(event -> event.session().id())
                .containsExactly(kept.id(), second.id());
        assertThat(store.find(third.id(), at(25))).isPresent();
    }

    @Test
    void heartbeatSavesFromTheClaim() {
        Session session = draft("ann").timeout(Duration.ofSeconds(10)).create();
        store.heartbeat(session.id(), at(9));

        assertThat(store.claimEnded(at(10), at(40), ALL)).isEmpty();
        assertThat(store.claimEnded(at(19), at(49), ALL)).hasSize(1);
    }

    @Test
    void afterTheSweepsNothingIsLeft() {
        for (int i = 0; i < 1000; i++) {
            draft("user-" + i % 7)
                    .timeout(Duration.ofSeconds(1 + i % 50))
                    .connections(uuid())
                    .create();
        }

        Set<UUID> ended = new HashSet<>();
        sweep(at(60)).forEach(event -> ended.add(event.session().id()));

        assertThat(ended).hasSize(1000);
        assertThat(store.claimEnded(at(1_000_000), at(1_000_030), ALL)).isEmpty();
        assertThat(store.count(T0).total()).isZero();
        assertThat(idsByPages(SessionQuery.all(), T0)).isEmpty();
    }

    @Test
    void silentActiveSessionsBecomeIdleLongestFirst() {
        Session connecting = create("ann");
        Session second = create("ann");
        Session first = create("ann");
        Session busy = create("ann");
        store.heartbeat(first.id(), at(1));
        store.heartbeat(second.id(), at(2));
        store.heartbeat(busy.id(), at(1));
        store.heartbeat(busy.id(), at(10));

        assertThat(store.markIdle(at(5), 1, at(20))).extracting(Session::id).containsExactly(first.id());
        List<Session> idled = store.markIdle(at(5), ALL, at(20));

        assertThat(idled).extracting(Session::id).containsExactly(second.id());
        assertThat(idled).extracting(Session::state).containsExactly(SessionState.IDLE);
        assertThat(idled).extracting(Session::lastActiveAt).containsExactly(at(2));
        assertThat(store.markIdle(at(5), ALL, at(20))).isEmpty();
        assertThat(store.find(connecting.id(), at(20)).orElseThrow().state()).isEqualTo(SessionState.CONNECTING);
        assertThat(store.count(at(20))).isEqualTo(new SessionCounts(1, 1, 2, 0));
    }

    @Test
    void heartbeatWakesAnIdleSessionWhichMayBecomeIdleAgain() {
        Session session = create("ann");
        store.heartbeat(session.id(), at(1));
        store.markIdle(at(1), ALL, at(10));

        SessionEvent.Updated woken = store.heartbeat(session.id(), at(11));

        assertThat(woken.previousState()).isEqualTo(SessionState.IDLE);
        assertThat(woken.session().state()).isEqualTo(SessionState.ACTIVE);
        assertThat(store.markIdle(at(10), ALL, at(20))).isEmpty();
        assertThat(store.markIdle(at(11), ALL, at(21))).hasSize(1);
    }

    @Test
    void expiredSessionDoesNotBecomeIdle() {
        Session session = draft("ann").timeout(Duration.ofSeconds(10)).create();
        store.heartbeat(session.id(), at(1));

        assertThat(store.markIdle(at(11), ALL, at(11))).isEmpty();
        assertThat(store.claimEnded(at(11), at(41), ALL)).hasSize(1);
    }

    @Test
    void allSessionsOfAUserEndTogether() {
        Session kept = create("bob");
        List<UUID> ids =
                List.of(create("ann").id(), create("ann").id(), create("ann").id());

        List<SessionEvent.Deleted> ended = store.endAll(SessionQuery.ofUser("ann"), "banned", at(1), at(31));

        assertThat(ended).extracting(event -> event.session().id()).containsExactlyElementsOf(ids);
        assertThat(ended).extracting(SessionEvent.Deleted::reason).containsOnly("banned");
        assertThat(total(SessionQuery.builder().userId("ann"), at(1))).isZero();
        assertThat(store.list(SessionQuery.all(), at(1)).items()).containsExactly(kept);
        assertThat(store.claimEnded(at(31), at(61), ALL)).hasSize(3);
    }

    @Test
    void sessionsOfAServerEndInBatches() {
        for (int i = 0; i < 25; i++) {
            draft("user-" + i).server(i < 20 ? "edge-1" : "edge-2").create();
        }
        SessionQuery atServer =
                SessionQuery.builder().serverAddr("edge-1").pageSize(15).build();

        assertThat(store.endAll(atServer, "drained", at(1), at(31))).hasSize(15);
        assertThat(store.endAll(atServer, "drained", at(1), at(31))).hasSize(5);
        assertThat(store.endAll(atServer, "drained", at(1), at(31))).isEmpty();
        assertThat(store.count(at(1)).total()).isEqualTo(5);
    }
}
