// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What every store keeps true with many threads at work. */
abstract class SessionConcurrencyContract extends SessionStoreFixture {
    private static final int THREADS = 8;
    private static final int BRIEF_ROUNDS = 20;
    private static final int ALL = Integer.MAX_VALUE;

    private final int rounds = share(200);
    private final int busyRounds = share(3000);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void heartbeatsAndUpdatesOfOneSessionLoseNothing() throws Exception {
        UUID id = create("ann").id();
        SessionStats one = new SessionStats(1, 1, 1, 1, 1, Duration.ZERO);

        inParallel(thread -> {
            for (int i = 0; i < busyRounds; i++) {
                if (thread % 2 == 0) {
                    store.heartbeat(id, T0.plusMillis(thread * busyRounds + i));
                } else {
                    update(
                            id,
                            SessionUpdate.builder()
                                    .putMetadata("t" + thread, Integer.toString(i))
                                    .addStats(one),
                            T0.plusMillis(i));
                }
            }
        });

        Session session = store.find(id, T0).orElseThrow();
        assertThat(session.metadata()).hasSize(THREADS / 2).containsEntry("t7", Integer.toString(busyRounds - 1));
        assertThat(session.stats().packetsSent()).isEqualTo((long) busyRounds * THREADS / 2);
        assertThat(session.revision()).isEqualTo(1L + busyRounds * THREADS / 2);
        assertThat(session.lastActiveAt()).isEqualTo(T0.plusMillis((THREADS - 2) * busyRounds + busyRounds - 1));
        assertThat(session.state()).isEqualTo(SessionState.ACTIVE);
    }

    @Test
    void expectedRevisionsLetOneWriterThroughAtATime() throws Exception {
        UUID id = create("ann").id();

        inParallel(thread -> {
            for (int done = 0; done < rounds / 4; ) {
                Session seen = store.find(id, T0).orElseThrow();
                int count = Integer.parseInt(seen.metadata().getOrDefault("count", "0"));
                try {
                    update(
                            id,
                            SessionUpdate.builder()
                                    .putMetadata("count", Integer.toString(count + 1))
                                    .expectedRevision(seen.revision()),
                            T0);
                    done++;
                } catch (SessionRevisionException e) {
                    assertThat(e.actual()).isGreaterThan(e.expected());
                }
            }
        });

        assertThat(store.find(id, T0).orElseThrow().metadata()).containsEntry("count", "" + THREADS * (rounds / 4));
    }

    @RepeatedTest(20)
    void deleteIsFinalAmongHeartbeatsAndUpdates() throws Exception {
        UUID connection = uuid();
        UUID id = draft("ann").connections(connection).create().id();
        AtomicInteger deletes = new AtomicInteger();

        inParallel(thread -> {
            for (int i = 0; i < BRIEF_ROUNDS; i++) {
                try {
                    if (thread < 2 && i == BRIEF_ROUNDS / 2) {
                        delete(id, T0);
                        deletes.incrementAndGet();
                    } else if (thread % 2 == 0) {
                        store.heartbeat(id, T0);
                    } else {
                        update(id, SessionUpdate.builder().addConnection(connection), T0);
                    }
                } catch (SessionNotFoundException e) {
                    assertThat(store.find(id, T0)).isEmpty();
                }
            }
        });

        assertThat(deletes).hasValue(1);
        assertThat(store.find(id, T0)).isEmpty();
        assertThat(store.findByConnection(connection, T0)).isEmpty();
        assertThat(store.count(T0).total()).isZero();
        assertThat(store.list(SessionQuery.all(), T0).items()).isEmpty();
    }

    @Test
    void limitOfAUserHoldsForThreadsThatCreateTogether() throws Exception {
        UserLimit five = new UserLimit(5, SessionLimitPolicy.REJECT);
        AtomicInteger created = new AtomicInteger();

        inParallel(thread -> {
            for (int i = 0; i < BRIEF_ROUNDS; i++) {
                try {
                    draft("ann").create(five);
                    created.incrementAndGet();
                } catch (SessionLimitException e) {
                    assertThat(e.limit()).isEqualTo(5);
                }
            }
        });

        assertThat(created).hasValue(5);
        assertThat(store.count(T0).total()).isEqualTo(5);
    }

    @Test
    void evictionHoldsTheLimitAndEndsEachSessionOnce() throws Exception {
        UserLimit five = new UserLimit(5, SessionLimitPolicy.EVICT_OLDEST);
        Set<UUID> evicted = ConcurrentHashMap.newKeySet();
        AtomicInteger evictions = new AtomicInteger();

        inParallel(thread -> {
            for (int i = 0; i < rounds; i++) {
                for (SessionEvent.Deleted event : draft("ann").create(five).evicted()) {
                    evicted.add(event.session().id());
                    evictions.incrementAndGet();
                }
                assertThat(store.list(SessionQuery.ofUser("ann"), T0).items()).hasSizeLessThanOrEqualTo(5);
            }
        });

        assertThat(evictions).hasValue(THREADS * rounds - 5);
        assertThat(evicted).hasSize(evictions.get());
        assertThat(store.count(T0).total()).isEqualTo(5);
    }

    @Test
    void sweepsInParallelClaimEachEndOnce() throws Exception {
        for (int i = 0; i < 1000; i++) {
            draft("user-" + i % 50).timeout(Duration.ofSeconds(1 + i % 9)).create();
        }
        List<UUID> claimed = new ArrayList<>();

        inParallel(thread -> {
            List<SessionEvent.Ended> batch;
            do {
                batch = store.claimEnded(at(10), at(40), 10);
                List<UUID> ids =
                        batch.stream().map(event -> event.session().id()).toList();
                synchronized (claimed) {
                    claimed.addAll(ids);
                }
                store.forget(ids);
            } while (!batch.isEmpty());
        });

        assertThat(claimed).hasSize(1000).doesNotHaveDuplicates();
    }

    @Test
    void sweepDoesNotEndWhatAHeartbeatSaved() throws Exception {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ids.add(draft("user-" + i).timeout(Duration.ofSeconds(10)).create().id());
        }
        Set<UUID> saved = ConcurrentHashMap.newKeySet();
        Set<UUID> ended = ConcurrentHashMap.newKeySet();

        inParallel(thread -> {
            if (thread == 0) {
                for (int i = 0; i < 100; i++) {
                    store.claimEnded(at(10), at(40), 7)
                            .forEach(event -> ended.add(event.session().id()));
                }
                return;
            }
            for (int i = thread; i < ids.size(); i += THREADS - 1) {
                try {
                    store.heartbeat(ids.get(i), at(9));
                    saved.add(ids.get(i));
                } catch (SessionNotFoundException e) {
                    assertThat(e.sessionId()).isEqualTo(ids.get(i));
                }
            }
        });

        Set<UUID> both = new HashSet<>(saved);
        both.retainAll(ended);
        assertThat(both).isEmpty();
        assertThat(store.count(at(10)).total()).isEqualTo(saved.size());
    }

    @Test
    void churnLeavesNothingBehind() throws Exception {
        UUID shared = uuid();

        inParallel(thread -> {
            for (int i = 0; i < rounds; i++) {
                Session session = draft("user-" + i % 3)
                        .server("edge-" + i % 2)
                        .connections(uuid(), shared)
                        .create();
                store.heartbeat(session.id(), T0);
                update(
                        session.id(),
                        SessionUpdate.builder().serverAddr("edge-9").addConnection(shared),
                        T0);
                store.markIdle(T0, 3, T0);
                delete(session.id(), T0);
                store.forget(List.of(session.id()));
            }
        });

        assertThat(store.count(T0).total()).isZero();
        assertThat(store.findByConnection(shared, T0)).isEmpty();
        assertThat(store.claimEnded(at(1_000_000), at(1_000_030), ALL)).isEmpty();
        if (store instanceof InMemorySessionStore memory) {
            assertThat(memory.isEmpty()).isTrue();
        }
    }

    @Test
    void pagesAndCountsStayWholeDuringChurn() throws Exception {
        List<UUID> lasting = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lasting.add(create("ann").id());
        }

        inParallel(thread -> {
            for (int i = 0; i < rounds / 4; i++) {
                if (thread % 2 == 0) {
                    Session brief = create("ann");
                    store.heartbeat(brief.id(), T0);
                    delete(brief.id(), T0);
                } else {
                    List<UUID> found = idsByPages(
                            SessionQuery.builder().userId("ann").pageSize(9).build(), T0);
                    assertThat(found).doesNotHaveDuplicates().containsAll(lasting);
                    assertThat(store.count(T0).total()).isGreaterThanOrEqualTo(lasting.size());
                }
            }
        });
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    /** Runs the work once in each thread, all starting together, and rethrows what the first failing one threw. */
    private void inParallel(Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(THREADS);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            tasks.add(() -> {
                start.countDown();
                start.await();
                work.run(thread);
                return null;
            });
        }
        for (Future<Void> future : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
            future.get();
        }
    }
}
