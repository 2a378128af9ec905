// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.core.AetherFlowException;
import io.aetherflow.core.Page;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionManagerTest extends SessionManagerFixture {
    @Test
    void createdSessionCarriesWhatWasAskedForAndTheDefaults() {
        UUID connection = UUID.randomUUID();

        Session session = manager.create(NewSession.builder("ann")
                        .connection(connection)
                        .client("192.0.2.1", 5000)
                        .metadata("device", "phone")
                        .metadata(Map.of("app", "2.1"))
                        .build())
                .session();

        assertThat(session.id().version()).isEqualTo(7);
        assertThat(session.userId()).isEqualTo("ann");
        assertThat(session.connectionIds()).containsExactly(connection);
        assertThat(session.clientIp()).isEqualTo("192.0.2.1");
        assertThat(session.clientPort()).isEqualTo(5000);
        assertThat(session.metadata()).isEqualTo(Map.of("device", "phone", "app", "2.1"));
        assertThat(session.state()).isEqualTo(SessionState.CONNECTING);
        assertThat(session.createdAt()).isEqualTo(clock.instant()).isEqualTo(session.lastActiveAt());
        assertThat(session.expiresAt()).isEqualTo(clock.instant().plus(TIMEOUT));
        assertThat(session.lifetimeEndsAt()).isEqualTo(clock.instant().plus(LIFETIME));
        assertThat(session.stats()).isEqualTo(SessionStats.NONE);
        assertThat(session.revision()).isEqualTo(1);
        assertThat(manager.get(session.id())).isEqualTo(session);
        assertThat(manager.findByConnection(connection)).contains(session);
    }

    @Test
    void serverAddressIsTheManagersUnlessGiven() {
        Session here = session("ann");
        Session there = manager.create(
                        NewSession.builder("ann").serverAddr("edge-2").build())
                .session();

        assertThat(here.serverAddr()).isEqualTo("edge-1:9001");
        assertThat(there.serverAddr()).isEqualTo("edge-2");
    }

    @Test
    void timeoutOfTheRequestCounts() {
        Session session = manager.create(NewSession.builder("ann")
                        .timeout(Duration.ofSeconds(20))
                        .build())
                .session();

        clock.advance(Duration.ofSeconds(19));
        assertThat(manager.heartbeat(session.id()).remaining()).isEqualTo(Duration.ofSeconds(20));
        clock.advance(Duration.ofSeconds(20));
        assertThat(manager.find(session.id())).isEmpty();
    }

    @Test
    void timeoutBeyondTheLifetimeIsRefused() {
        NewSession request =
                NewSession.builder("ann").timeout(LIFETIME.plusMillis(1)).build();

        assertThatThrownBy(() -> manager.create(request))
                .hasMessage("timeout is \"PT24H0.001S\", allowed is PT0.001S to PT24H");
    }

    @Test
    void heartbeatTellsTheServersTimeAndWhatRemains() {
        Session session = session("ann");
        clock.advance(Duration.ofMinutes(10));

        Heartbeat heartbeat = manager.heartbeat(session.id());

        assertThat(heartbeat.serverTime()).isEqualTo(clock.instant());
        assertThat(heartbeat.remaining()).isEqualTo(TIMEOUT);
        assertThat(heartbeat.session()).isEqualTo(manager.get(session.id()));
        assertThat(heartbeat.session().state()).isEqualTo(SessionState.ACTIVE);
    }

    @Test
    void lifetimeEndsDespiteHeartbeats() {
        Session session = session("ann");
        for (int i = 0; i < 47; i++) {
            clock.advance(TIMEOUT.minusMillis(1));
            manager.heartbeat(session.id());
        }
        clock.advance(Duration.ofMinutes(29));

        Duration remaining = manager.heartbeat(session.id()).remaining();

        assertThat(remaining).isLessThan(TIMEOUT).isPositive();
        clock.advance(remaining);
        assertThatThrownBy(() -> manager.heartbeat(session.id())).isInstanceOf(SessionExpiredException.class);
    }

    @Test
    void timesAreWholeMilliseconds() {
        clock.set(ManualClock.START.plusNanos(1_999_999));

        Heartbeat heartbeat = manager.heartbeat(session("ann").id());

        assertThat(heartbeat.serverTime()).isEqualTo(ManualClock.START.plusMillis(1));
        assertThat(heartbeat.session().createdAt()).isEqualTo(ManualClock.START.plusMillis(1));
    }

    @Test
    void missingSessionIsATypedErrorInEveryCall() {
        UUID id = session("ann").id();
        manager.delete(id, "logout");

        assertThat(manager.find(id)).isEmpty();
        assertThatThrownBy(() -> manager.get(id)).isInstanceOf(SessionNotFoundException.class);
        assertThatThrownBy(() -> manager.heartbeat(id)).isInstanceOf(SessionNotFoundException.class);
        assertThatThrownBy(() -> manager.update(id, SessionUpdate.builder().build()))
                .isInstanceOf(SessionNotFoundException.class);
        assertThatThrownBy(() -> manager.rotateToken(id)).isInstanceOf(SessionNotFoundException.class);
        assertThatThrownBy(() -> manager.delete(id, "again"))
                .isInstanceOf(AetherFlowException.class)
                .isInstanceOfSatisfying(
                        SessionNotFoundException.class,
                        e -> assertThat(e.sessionId()).isEqualTo(id))
                .hasMessage("session " + id + " not found");
    }

    @Test
    void deletedSessionComesBackClosed() {
        Session session = session("ann");

        assertThat(manager.delete(session.id(), "logout").state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void allSessionsOfAUserEnd() {
        manager = manager(SessionManagerConfig.builder().userLimit(UserLimit.unlimited()));
        for (int i = 0; i < 2500; i++) {
            session("ann");
        }
        Session other = session("bob");

        assertThat(manager.endUser("ann", "banned")).isEqualTo(2500);

        assertThat(manager.count()).isEqualTo(1);
        assertThat(manager.find(other.id())).isPresent();
        assertThat(events(SessionEvent.Deleted.class))
                .hasSize(2500)
                .allMatch(event -> event.reason().equals("banned"));
        assertThat(manager.endUser("ann", "banned")).isZero();
    }

    @Test
    void allSessionsOfAServerEnd() {
        session("ann");
        session("bob");
        Session other = manager.create(
                        NewSession.builder("bob").serverAddr("edge-2").build())
                .session();

        assertThat(manager.endServer("edge-1:9001", "drained")).isEqualTo(2);

        assertThat(manager.list(SessionQuery.all()).items()).containsExactly(other);
    }

    @Test
    void limitOfAUserIsTheConfiguredOne() {
        manager = manager(SessionManagerConfig.builder().userLimit(new UserLimit(1, SessionLimitPolicy.REJECT)));
        session("ann");

        assertThatThrownBy(() -> session("ann")).hasMessage("user ann has the 1 sessions that are allowed");
    }

    @Test
    void pagesFollowTheCursor() {
        for (int i = 0; i < 5; i++) {
            session("ann");
        }
        SessionQuery query =
                SessionQuery.builder().userId("ann").pageSize(3).withTotal().build();

        Page<Session> first = manager.list(query);
        Page<Session> second = manager.list(query.after(first.nextCursor().orElseThrow()));

        assertThat(first.items()).hasSize(3);
        assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
        assertThat(second.nextCursor()).isEmpty();
        assertThat(second.total()).hasValue(5);
    }

    @Test
    void countsAreRightBeforeAnySweep() {
        Session brief = manager.create(
                        NewSession.builder("ann").timeout(Duration.ofSeconds(1)).build())
                .session();
        manager.heartbeat(session("ann").id());
        manager.heartbeat(brief.id());
        clock.advance(Duration.ofSeconds(1));

        assertThat(manager.count()).isEqualTo(1);
        assertThat(manager.stats()).isEqualTo(new SessionCounts(0, 1, 0, 0));
    }

    @Test
    void exampleOfTheReadmeRuns() {
        assertThatCode(() -> SessionReadmeExample.run(UUID.randomUUID())).doesNotThrowAnyException();
    }

    @Test
    void closedManagerRefusesCallsAndLeavesTheStoreOpen() {
        Session session = session("ann");

        manager.close();
        manager.close();

        assertThatThrownBy(() -> manager.get(session.id()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("session manager is closed");
        assertThat(manager(SessionManagerConfig.builder()).get(session.id())).isEqualTo(session);
    }
}
