// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.core.Page;
import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.session.Session;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.SessionQuery;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.RedisClient;

/**
 * Measures the session manager on Redis beside Spring Session's indexed repository, each on a server of its own that
 * only the one being measured uses. Rounds of both take turns. Then, for ours alone: how long get and create take at half
 * of the rate just measured, counted from when each was due, beside bare commands at the same rate; memory of a session; and
 * pages out of all sessions, without and with their total.
 */
public final class RedisSessionThroughput {
    private static final int PAGE_SIZE = 100;
    private static final int PAGES = 1000;

    private RedisSessionThroughput() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(
                args,
                "threads=16",
                "paced=16",
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
            double gets = our.find.median() / 2;
            double creates = our.create.median() / 2;
            measure(
                    List.of(
                            new Paced("PING, as often as get", gets, ours::ping),
                            new Paced("HGETALL, as often as get", gets, () -> ours.readHash(ourLoad.anyId())),
                            new Paced("AetherFlow, get at half load", gets, ourLoad::find),
                            new Paced("PING, as often as create", creates, ours::ping),
                            new Paced("AetherFlow, create at half load", creates, ourLoad::create)),
                    ourLoad,
                    options,
                    report);
            report.row("Spring Session, bytes/session")
                    .put("value", (usedBytes(springServer) - springEmpty) / springLoad.created());
            ourLoad.growTo(options.number("sessions"));
            report.row("AetherFlow, bytes/session of " + ourLoad.created())
                    .put("value", (usedBytes(ourServer) - ourEmpty) / ourLoad.created());
            String page = "AetherFlow, page of " + PAGE_SIZE + " of " + ourLoad.created();
            SessionQuery.Builder query = SessionQuery.builder().pageSize(PAGE_SIZE);
            addTo(report, page, pages(ours.manager(), query.build()));
            addTo(
                    report,
                    page + ", with total",
                    pages(ours.manager(), query.withTotal().build()));
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

    /** An action done so often per second, late or not. */
    private record Paced(String what, double perSecond, Runnable action, Latencies latencies) {
        Paced(String what, double perSecond, Runnable action) {
            this(what, perSecond, action, new Latencies());
        }
    }

    private static void measure(List<Paced> actions, RedisLoad load, Options options, Report report) throws Exception {
        int threads = options.number("paced");
        for (int round = 0; round < options.number("rounds"); round++) {
            for (Paced each : actions) {
                each.latencies.addAll(load.at(each.perSecond, threads, options.nanos("seconds"), each.action));
            }
        }
        actions.forEach(each -> addTo(report, each.what, each.latencies));
    }

    private static Latencies pages(SessionManager manager, SessionQuery first) {
        Latencies latencies = new Latencies();
        SessionQuery query = first;
        for (int i = 0; i < PAGES; i++) {
            long start = System.nanoTime();
            Page<Session> page = manager.list(query);
            latencies.add(System.nanoTime() - start);
            query = page.nextCursor().map(first::after).orElse(first);
        }
        return latencies;
    }

    private static void addTo(Report report, String what, Latencies latencies) {
        report.row(what).put("p50 us", latencies.micros(0.50)).put("p99 us", latencies.micros(0.99));
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
