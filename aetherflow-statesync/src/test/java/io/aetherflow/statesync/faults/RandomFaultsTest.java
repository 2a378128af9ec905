// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.StateSyncManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Clients edit, lock and follow two documents through three nodes while nodes, network and database fail at random. The
 * system property {@code aetherflow.soak} says for how long, as an ISO 8601 duration.
 */
class RandomFaultsTest {
    private static final Duration LENGTH = Duration.parse(System.getProperty("aetherflow.soak", "PT12S"));
    private static final Duration CALM_LIMIT = Duration.ofSeconds(60);
    private static final int NODES = 3;
    private static final int EDITORS = 4;
    private static final int LOCK_USERS = 3;
    private static final Caller OWNER = Caller.of("owner", "tab");

    private final long seed = Long.getLong("aetherflow.seed", System.nanoTime());
    private final AtomicBoolean goOn = new AtomicBoolean(true);

    @Test
    void nothingAcknowledgedIsLostOrDoneTwice() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (FaultyCluster cluster = new FaultyCluster(NODES, seed)) {
            UUID text = create(cluster.manager(0));
            UUID locked = create(cluster.manager(0));
            List<Editor> editors = IntStream.range(0, EDITORS)
                    .mapToObj(i -> new Editor(text, "editor-" + i, seed + i, cluster::anyManager))
                    .toList();
            List<LockUser> lockUsers = IntStream.range(0, LOCK_USERS)
                    .mapToObj(i -> new LockUser(locked, "locker-" + i, seed - i, cluster::anyManager))
                    .toList();
            List<Follower> followers = Stream.of(text, text, locked)
                    .map(docId -> new Follower(docId, "follower", cluster::anyManager, timer))
                    .toList();
            followers.forEach(Follower::subscribe);
            List<Future<?>> running = new ArrayList<>();
            editors.forEach(editor -> running.add(threads.submit(() -> {
                editor.run(goOn::get);
                return null;
            })));
            lockUsers.forEach(user -> running.add(threads.submit(() -> {
                user.run(goOn::get);
                return null;
            })));

            Map<FaultyCluster.Fault, Integer> faults = injectFaults(cluster);
            goOn.set(false);
            for (Future<?> client : running) {
                client.get(CALM_LIMIT.toSeconds(), TimeUnit.SECONDS);
            }

            List<Operation> textLog = log(cluster.manager(0), text);
            List<Operation> lockedLog = log(cluster.manager(0), locked);
            await().atMost(CALM_LIMIT)
                    .until(() -> followers.get(0).lastVersion() == textLog.size()
                            && followers.get(1).lastVersion() == textLog.size()
                            && followers.get(2).lastVersion() == lockedLog.size());
            System.out.printf(
                    "%d operations, %d failures seen by editors; %d writes under locks, %d refused or failed; faults %s; seed %d%n",
                    textLog.size(),
                    editors.stream().mapToInt(Editor::failures).sum(),
                    lockUsers.stream().mapToInt(LockUser::written).sum(),
                    lockUsers.stream().mapToInt(LockUser::refused).sum(),
                    faults,
                    seed);
            List<Attempt> edits = editors.stream()
                    .flatMap(editor -> editor.attempts().stream())
                    .toList();
            List<Attempt> writes =
                    lockUsers.stream().flatMap(user -> user.attempts().stream()).toList();
            assertThat(HistoryChecker.check(
                            textLog,
                            edits,
                            Map.of(
                                    "first",
                                    followers.get(0).versions(),
                                    "second",
                                    followers.get(1).versions())))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(HistoryChecker.check(
                            lockedLog, writes, Map.of("third", followers.get(2).versions())))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(textLog.size()).as("clients got on").isGreaterThan(100);
            assertSameContentEverywhere(cluster, text);
        } finally {
            threads.shutdownNow();
            timer.shutdownNow();
        }
    }

    private Map<FaultyCluster.Fault, Integer> injectFaults(FaultyCluster cluster) throws Exception {
        Instant end = Instant.now().plus(LENGTH);
        Random random = new Random(seed);
        Map<FaultyCluster.Fault, Integer> injected = new HashMap<>();
        List<FaultyCluster.Fault> deck = new ArrayList<>();
        while (Instant.now().isBefore(end)) {
            if (deck.isEmpty()) {
                deck.addAll(List.of(FaultyCluster.Fault.values()));
                Collections.shuffle(deck, random);
            }
            FaultyCluster.Fault fault = deck.remove(0);
            Thread.sleep(random.nextInt(500));
            cluster.inject(fault);
            injected.merge(fault, 1, Integer::sum);
        }
        return injected;
    }

    private static UUID create(StateSyncManager manager) {
        Set<String> everybody = new HashSet<>(Set.of("follower"));
        IntStream.range(0, EDITORS).forEach(i -> everybody.add("editor-" + i));
        IntStream.range(0, LOCK_USERS).forEach(i -> everybody.add("locker-" + i));
        Permissions permissions = new Permissions("owner", everybody, Set.of(), false);
        return manager.create(OWNER, NewDocument.of("shared", DocumentType.TEXT).with(permissions))
                .id();
    }

    private static List<Operation> log(StateSyncManager manager, UUID docId) {
        List<Operation> log = new ArrayList<>();
        List<Operation> page = manager.history(OWNER, docId, 0, StateSyncManager.MAX_READ);
        while (!page.isEmpty()) {
            log.addAll(page);
            page = manager.history(OWNER, docId, log.get(log.size() - 1).version(), StateSyncManager.MAX_READ);
        }
        return log;
    }

    private static void assertSameContentEverywhere(FaultyCluster cluster, UUID docId) {
        List<String> contents = IntStream.range(0, NODES)
                .mapToObj(node ->
                        cluster.manager(node).document(OWNER, docId).content().utf8())
                .distinct()
                .toList();
        assertThat(contents).hasSize(1);
    }
}
