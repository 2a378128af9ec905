// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.samples.engines.RedisSentinels;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.SessionManagerConfig;
import io.aetherflow.session.UserLimit;
import io.aetherflow.session.redis.RedisSessionStore;
import io.aetherflow.session.redis.RedisSessionStoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Measures what is lost when a master is killed (SIGKILL) under load and its replica takes over: for how long nothing can
 * be created, and how many acknowledged creations, rotations and deletions are gone. With Sentinel and in a Cluster, where
 * all users are on the master that is killed; without and with waiting for the replica.
 */
public final class RedisFailover {
    private static final int USERS_PER_THREAD = 1000;
    private static final int SLOTS = 16_384;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private RedisFailover() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args, "threads=4", "rounds=3", "seconds=3");
        Report report = new Report("redis-failover", options.values())
                .note("bundled Redis 6.2 on the loopback, one replica of each master, nothing written to disk")
                .note("Sentinel: down-after-milliseconds 1000; Cluster: cluster-node-timeout 2000");
        for (int replicas = 0; replicas <= 1; replicas++) {
            Losses sentinel = new Losses();
            Losses cluster = new Losses();
            for (int round = 0; round < options.number("rounds"); round++) {
                withSentinel(sentinel, replicas, options);
                withCluster(cluster, replicas, options);
            }
            sentinel.addTo(report, "Sentinel, awaitReplicas " + replicas);
            cluster.addTo(report, "Cluster, awaitReplicas " + replicas);
        }
        report.print();
    }

    private static void withSentinel(Losses losses, int replicas, Options options) throws Exception {
        try (RedisSentinels set = RedisSentinels.start();
                RedisSentinelClient redis = RedisSentinelClient.builder()
                        .masterName(RedisSentinels.MASTER_NAME)
                        .sentinels(set.sentinels().stream()
                                .map(sentinel -> new HostAndPort("127.0.0.1", sentinel.port()))
                                .collect(Collectors.toSet()))
                        .build()) {
            failOver(redis, replicas, new Range(0, SLOTS), set.master()::kill, losses, options);
        }
    }

    private static void withCluster(Losses losses, int replicas, Options options) throws Exception {
        try (RedisCluster cluster = RedisCluster.startWithReplicas();
                RedisClusterClient redis = RedisClusterClient.create(Set.of(
                        new HostAndPort("127.0.0.1", cluster.masters().get(1).port()),
                        new HostAndPort("127.0.0.1", cluster.masters().get(2).port())))) {
            Range slotsOfFirst = new Range(0, SLOTS / cluster.masters().size());
            failOver(redis, replicas, slotsOfFirst, cluster.masters().get(0)::kill, losses, options);
        }
    }

    private static void failOver(
            UnifiedJedis redis, int replicas, Range slots, Runnable kill, Losses losses, Options options)
            throws Exception {
        RedisSessionStore store = new RedisSessionStore(
                redis,
                RedisSessionStoreOptions.builder()
                        .awaitReplicas(replicas, Duration.ofSeconds(1))
                        .build());
        int threads = options.number("threads");
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (SessionManager manager = SessionManager.builder(store)
                .config(SessionManagerConfig.builder()
                        .userLimit(UserLimit.unlimited())
                        .build())
                .build()) {
            List<FailoverLoad> loads = IntStream.range(0, threads)
                    .mapToObj(thread -> new FailoverLoad(manager, slots.users(store, "thread-" + thread)))
                    .toList();
            List<Future<Void>> ends = loads.stream().map(executor::submit).toList();
            LockSupport.parkNanos(options.nanos("seconds"));
            kill.run();
            awaitCreations(loads, System.nanoTime());
            loads.forEach(FailoverLoad::stop);
            for (Future<Void> end : ends) {
                end.get();
            }
            losses.add(loads);
        } finally {
            executor.shutdownNow();
        }
    }

    /** Waits until every thread has created a session since the master was killed. */
    private static void awaitCreations(List<FailoverLoad> loads, long since) {
        while (!loads.stream().allMatch(load -> load.hasCreatedSince(since))) {
            if (System.nanoTime() - since > LIMIT_NANOS) {
                throw new IllegalStateException("void: no service a minute after the master was killed");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Hash slots from one to before another. */
    private record Range(int from, int to) {
        /** Users that the store keeps in these slots. */
        List<String> users(RedisSessionStore store, String name) {
            return IntStream.iterate(0, i -> i + 1)
                    .mapToObj(i -> name + "-" + i)
                    .filter(user -> contains(store.idFor(new UUID(0, 0), user)))
                    .limit(USERS_PER_THREAD)
                    .toList();
        }

        private boolean contains(UUID id) {
            int slot = JedisClusterCRC16.getSlot("{" + id.getLeastSignificantBits() + "}");
            return from <= slot && slot < to;
        }
    }

    /** What several failovers of one kind cost. */
    private static final class Losses {
        private final Rounds without = new Rounds();
        private final Rounds creates = new Rounds();
        private final Rounds rotations = new Rounds();
        private final Rounds deletes = new Rounds();
        private final Rounds acknowledged = new Rounds();

        void add(List<FailoverLoad> loads) {
            without.add(loads.stream()
                    .mapToDouble(FailoverLoad::secondsWithoutService)
                    .max()
                    .orElseThrow());
            creates.add(sum(loads, FailoverLoad::lostCreates));
            rotations.add(sum(loads, FailoverLoad::lostRotations));
            deletes.add(sum(loads, FailoverLoad::lostDeletes));
            acknowledged.add(sum(loads, FailoverLoad::acknowledged));
        }

        private static double sum(List<FailoverLoad> loads, ToLongFunction<FailoverLoad> number) {
            return loads.stream().mapToLong(number).sum();
        }

        void addTo(Report report, String what) {
            report.row(what + ": s without service").put("value", without);
            report.row(what + ": acknowledged in a round").put("value", acknowledged);
            report.row(what + ": creations lost").put("value", creates);
            report.row(what + ": rotations lost").put("value", rotations);
            report.row(what + ": deletions lost").put("value", deletes);
        }
    }
}
