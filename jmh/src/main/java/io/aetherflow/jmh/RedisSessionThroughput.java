// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.core.Page;
import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.session.Session;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.SessionQuery;
import java.util.Map;
import redis.clients.jedis.RedisClient;

/**
 * Measures the session manager on Redis beside Spring Session's indexed repository, each on a server of its own that
 * only the one being measured uses. Rounds of both take turns. Then, for ours alone: how long get and create take at half
 * of the rate just measured, by fewer threads, counted from when each was due; memory of a session; and pages out of all sessions.
 */
public final class RedisSessionThroughput {
    private static final int PAGE_SIZE = 100;
    private static final int PAGES = 1000;

    private RedisSessionThroughput() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(
                args,
                "threads=16",
                "paced=4",
                "resident=10000",
                "sessions=1000000",
                "warmups=1",
                "rounds=3",
                "seconds=3");
        Report report = new Report("redis-sessions", options.values())
                .note("bundled Redis 6.2 on the loopback, one core of this machine's, nothing written to disk")
                .note("Spring: RedisIndexedSessionRepository on Lettuce; its heartbeat is find, touch, save");
        int threads = options.number("threads");
        try (RedisServer ourServer = RedisServer.start(Map.of());
                RedisServer springServer = RedisServer.start(Map.of());
                AetherFlowPeer ours = new AetherFlowPeer(ourServer, threads);
                RedisLoad ourLoad = new RedisLoad(ours, threads);
                RedisLoad springLoad = new RedisLoad(new SpringSessionPeer(springServer), threads)) {
            long ourEmpty = usedBytes(ourServer);
            long springEmpty = usedBytes(springServer);
            Figures our = new Figures(ourLoad);
            Figures spring = new Figures(springLoad);
            measure(our, spring, options);
            our.addTo(report, "AetherFlow");
            spring.addTo(report, "Spring Session");
            report.row("ratio, create").put("value", our.create.median() / spring.create.median());
            report.row("ratio, heartbeat").put("value", our.heartbeat.median() / spring.heartbeat.median());
            report.row("ratio, find").put("value", our.find.median() / spring.find.median());
            long nanos = options.nanos("seconds");
            int paced = options.number("paced");
            latencies(report, "get", ourLoad.at(our.find.median() / 2, paced, nanos, ourLoad::find));
            latencies(report, "create", ourLoad.at(our.create.median() / 2, paced, nanos, ourLoad::create));
            report.row("Spring Session, bytes/session")
                    .put("value", (usedBytes(springServer) - springEmpty) / springLoad.created());
            ourLoad.growTo(options.number("sessions"));
            report.row("AetherFlow, bytes/session of " + ourLoad.created())
                    .put("value", (usedBytes(ourServer) - ourEmpty) / ourLoad.created());
            latencies(report, "page of " + PAGE_SIZE + " of " + ourLoad.created(), pages(ours.manager()));
        }
        report.print();
    }

    private static void measure(Figures our, Figures spring, Options options) throws Exception {
        our.load.prepare(options.number("resident"));
        spring.load.prepare(options.number("resident"));
        int warmups = options.number("warmups");
        for (int round = 0; round < warmups + options.number("rounds"); round++) {
            our.measure(options.nanos("seconds"), round >= warmups);
            spring.measure(options.nanos("seconds"), round >= warmups);
        }
    }

    /** How often per second one product did each action. */
    private static final class Figures {
        private final RedisLoad load;
        private final Rounds create = new Rounds();
        private final Rounds heartbeat = new Rounds();
        private final Rounds find = new Rounds();

        Figures(RedisLoad load) {
            this.load = load;
        }

        void measure(long nanos, boolean counts) throws Exception {
            double creates = load.perSecond(nanos, load::create);
            double heartbeats = load.perSecond(nanos, load::heartbeat);
            double finds = load.perSecond(nanos, load::find);
            if (counts) {
                create.add(creates);
                heartbeat.add(heartbeats);
                find.add(finds);
            }
        }

        void addTo(Report report, String product) {
            report.row(product + ", create/s").put("value", create);
            report.row(product + ", heartbeat/s").put("value", heartbeat);
            report.row(product + ", find/s").put("value", find);
        }
    }

    private static Latencies pages(SessionManager manager) {
        Latencies latencies = new Latencies();
        SessionQuery first = SessionQuery.builder().pageSize(PAGE_SIZE).build();
        SessionQuery query = first;
        for (int i = 0; i < PAGES; i++) {
            long start = System.nanoTime();
            Page<Session> page = manager.list(query);
            latencies.add(System.nanoTime() - start);
            query = page.nextCursor().map(first::after).orElse(first);
        }
        return latencies;
    }

    private static void latencies(Report report, String what, Latencies latencies) {
        report.row("AetherFlow, " + what + ", p50 us").put("value", latencies.micros(0.50));
        report.row("AetherFlow, " + what + ", p99 us").put("value", latencies.micros(0.99));
    }

    private static long usedBytes(RedisServer server) {
        try (RedisClient redis = RedisClient.create(server.url())) {
            return redis.info("memory")
                    .lines()
                    .filter(line -> line.startsWith("used_memory:"))
                    .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length())))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
