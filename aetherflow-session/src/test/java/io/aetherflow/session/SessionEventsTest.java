// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.core.Registration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What listeners hear, and what the sweep does. */
class SessionEventsTest extends SessionManagerFixture {
    private final AtomicInteger failures = new AtomicInteger();

    @Test
    void listenersHearTheWholeLifeOfASession() {
        Session created = session("ann");
        Session active = manager.heartbeat(created.id()).session();
        manager.heartbeat(created.id());
        Session updated = manager.update(
                created.id(), SessionUpdate.builder().putMetadata("a", "1").build());
        clock.advance(IDLE_AFTER);
        manager.sweep();
        Session idle = manager.get(created.id());
        Session closed = manager.delete(created.id(), "logout");

        assertThat(idle.state()).isEqualTo(SessionState.IDLE);
        assertThat(events)
                .containsExactly(
                        new SessionEvent.Created(created),
                        new SessionEvent.Updated(active, SessionState.CONNECTING),
                        new SessionEvent.Updated(updated, SessionState.ACTIVE),
                        new SessionEvent.BecameIdle(idle),
                        new SessionEvent.Deleted(closed, "logout"));
    }

    @Test
    void sweepAnnouncesAndRemovesWhatExpired() {
        Session first = session("ann");
        clock.advance(Duration.ofMinutes(1));
        session("bob");
        clock.advance(Duration.ofMinutes(29));

        assertThat(manager.sweep()).isEqualTo(new SweepResult(0, 1));

        assertThat(ids(events(SessionEvent.Expired.class))).containsExactly(first.id());
        assertThat(events(SessionEvent.Expired.class).get(0).session().state()).isEqualTo(SessionState.CLOSED);
        clock.advance(Duration.ofDays(1));
        assertThat(manager.sweep()).isEqualTo(new SweepResult(0, 1));
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void sweepTakesOneBatchAtATime() {
        manager = manager(SessionManagerConfig.builder().sweepBatch(10));
        for (int i = 0; i < 25; i++) {
            Session session = session("user-" + i);
            manager.heartbeat(session.id());
        }
        clock.advance(IDLE_AFTER);
        assertThat(List.of(manager.sweep(), manager.sweep(), manager.sweep()))
                .containsExactly(new SweepResult(10, 0), new SweepResult(10, 0), new SweepResult(5, 0));

        clock.advance(TIMEOUT);
        assertThat(List.of(manager.sweep(), manager.sweep(), manager.sweep()))
                .containsExactly(new SweepResult(0, 10), new SweepResult(0, 10), new SweepResult(0, 5));
    }

    @Test
    void evictionIsAnnouncedBeforeTheSessionThatCausedIt() {
        manager = manager(SessionManagerConfig.builder().userLimit(new UserLimit(1, SessionLimitPolicy.EVICT_OLDEST)));
        Session first = session("ann");
        events.clear();

        Session second = session("ann");

        assertThat(ids(events)).containsExactly(first.id(), second.id());
        assertThat(events(SessionEvent.Deleted.class))
                .extracting(SessionEvent.Deleted::reason)
                .containsExactly(SessionEvent.Deleted.EVICTED);
    }

    @Test
    void endOfAProcessThatDiedIsAnnouncedByAnother() {
        Session deleted = session("ann");
        Session expired = session("bob");
        // What a process has done when it dies before its listeners are told:
        store.delete(deleted.id(), "logout", clock.instant(), clock.instant().plus(LEASE));
        clock.advance(TIMEOUT);
        store.claimEnded(clock.instant(), clock.instant().plus(LEASE), 1);
        events.clear();

        manager.sweep();
        clock.advance(LEASE);
        manager.sweep();

        assertThat(ids(events)).containsExactlyInAnyOrder(deleted.id(), expired.id());
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void endThatNoListenerTookInIsAnnouncedAgain() {
        AtomicBoolean dying = new AtomicBoolean(true);
        manager.addListener(event -> {
            if (event instanceof SessionEvent.Ended && dying.get()) {
                throw new DyingProcess();
            }
        });
        Session session = session("ann");
        assertThatThrownBy(() -> manager.delete(session.id(), "logout")).isInstanceOf(DyingProcess.class);
        dying.set(false);
        assertThat(manager.find(session.id())).isEmpty();

        clock.advance(LEASE);
        manager.sweep();

        assertThat(events(SessionEvent.Deleted.class)).hasSize(2);
        assertThat(events(SessionEvent.Deleted.class).get(1))
                .isEqualTo(events(SessionEvent.Deleted.class).get(0));
    }

    @Test
    void deleteStandsThoughItsAnnouncementIsNotRecorded() {
        AtomicBoolean down = new AtomicBoolean();
        manager = manager(storeThatCanFail("forget", down), SessionManagerConfig.builder());
        Session session = session("ann");
        down.set(true);

        assertThat(manager.delete(session.id(), "logout").id()).isEqualTo(session.id());

        down.set(false);
        clock.advance(LEASE);
        assertThat(manager.sweep()).isEqualTo(new SweepResult(0, 1));
        assertThat(events(SessionEvent.Deleted.class)).hasSize(2);
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void listenerThatThrowsDisturbsNobody() {
        List<SessionEvent> heard = new ArrayList<>();
        manager.addListener(event -> {
            throw new IllegalStateException("a listener that throws: expected in this test's log");
        });
        manager.addListener(heard::add);

        Session session = session("ann");
        manager.delete(session.id(), "logout");

        assertThat(heard).isEqualTo(events).hasSize(2);
        clock.advance(LEASE);
        assertThat(manager.sweep()).isEqualTo(new SweepResult(0, 0));
    }

    @Test
    void closedRegistrationHearsNothing() {
        List<SessionEvent> once = new ArrayList<>();
        SessionListener listener = once::add;
        Registration first = manager.addListener(listener);
        Registration second = manager.addListener(listener);

        second.close();
        second.close();
        session("ann");
        assertThat(once).hasSize(1);

        first.close();
        session("ann");
        assertThat(once).hasSize(1);
    }

    @Test
    void executorSweepsUntilItsRegistrationIsClosed() throws Exception {
        manager = manager(SessionManagerConfig.builder()
                .sweepInterval(Duration.ofMillis(1))
                .sweepBatch(10));
        for (int i = 0; i < 100; i++) {
            session("user-" + i);
        }
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        Registration sweeping = manager.startSweeping(executor);
        clock.advance(TIMEOUT);

        Awaitility.await().until(store::isEmpty);
        assertThat(events(SessionEvent.Expired.class)).hasSize(100);

        sweeping.close();
        assertStops(executor);
    }

    @Test
    void failedSweepIsTriedAgain() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        SessionStore failing = storeThatCanFail("claimEnded", down);
        manager = manager(failing, SessionManagerConfig.builder().sweepInterval(Duration.ofMillis(50)));
        session("ann");
        clock.advance(TIMEOUT);
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        manager.startSweeping(executor);
        Awaitility.await().until(() -> failures.get() >= 2);
        down.set(false);

        Awaitility.await().until(store::isEmpty);

        manager.close();
        assertStops(executor);
    }

    @Test
    void closedManagerDoesNotStartSweeping() {
        manager.close();
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

        assertThatThrownBy(() -> manager.startSweeping(executor)).hasMessage("session manager is closed");
        assertThat(executor.shutdownNow()).isEmpty();
    }

    private static void assertStops(ScheduledExecutorService executor) throws InterruptedException {
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** The store in memory, except that one method fails while it is down. */
    private SessionStore storeThatCanFail(String method, AtomicBoolean down) {
        return (SessionStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, called, arguments) -> {
                    if (down.get() && called.getName().equals(method)) {
                        failures.incrementAndGet();
                        throw new SessionStoreException("store is down: expected in this test's log", null);
                    }
                    try {
                        return called.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static final class DyingProcess extends Error {
        private static final long serialVersionUID = 1L;
    }
}
