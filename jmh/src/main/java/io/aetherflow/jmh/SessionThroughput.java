// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.session.InMemorySessionStore;
import io.aetherflow.session.SessionManager;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures the session manager on the in-memory store in one thread, with ever more sessions resident: the same actions
 * at each size show whether any slows down. {@code any} picks among all sessions at random, so a larger size touches
 * more memory. {@code hot} picks among the same 1,000 at each size, so that it shows what finding one among more costs.
 * Memory is what the heap holds more than before the first session, after a full collection, divided by the sessions.
 * No sweep runs: nothing expires meanwhile. Wrong answers void the run.
 */
public final class SessionThroughput {
    private static final int HOT = 1_000;
    private static final int WARMUP_SESSIONS = 20_000;

    private SessionThroughput() {}

    public static void main(String[] args) {
        Options options = Options.parse(args, "sizes=1000,10000,100000,1000000", "warmups=2", "rounds=5", "seconds=1");
        Report report = new Report("sessions", options.values());
        report.note("one thread, ops/s are medians of the rounds; a page is 50 sessions; a user has 10 sessions");
        report.note("each session: 1 connection, address, 1 metadata entry of 11 characters");
        int rounds = options.number("rounds");
        long nanos = options.nanos("seconds");
        try (InMemorySessionStore store = new InMemorySessionStore();
                SessionManager manager = SessionManager.builder(store).build()) {
            SessionLoad load = new SessionLoad(manager, WARMUP_SESSIONS);
            load.growTo(WARMUP_SESSIONS);
            load.activateFrom(0);
            measure(load, WARMUP_SESSIONS, options.number("warmups"), nanos);
        }
        int[] sizes = options.numbers("sizes");
        int most = IntStream.of(sizes).max().orElseThrow();
        try (InMemorySessionStore store = new InMemorySessionStore(most);
                SessionManager manager = SessionManager.builder(store).build()) {
            SessionLoad load = new SessionLoad(manager, most);
            long emptyBytes = usedBytes();
            int before = 0;
            for (int size : sizes) {
                double created = load.growTo(size);
                double activated = load.activateFrom(before);
                before = size;
                long bytes = (usedBytes() - emptyBytes) / size;
                Report.Row row = report.row(String.format(Locale.ROOT, "%,d sessions", size))
                        .put("bytes/session", bytes)
                        .put("create", created)
                        .put("first heartbeat", activated);
                measure(load, size, rounds, nanos).forEach((name, figures) -> row.put(name, figures.median()));
            }
        }
        report.print();
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Measures each action in turn, so that a slow moment of the machine does not hit all rounds of one action. */
    private static Map<String, Rounds> measure(SessionLoad load, int size, int rounds, long nanos) {
        int hot = Math.min(HOT, size);
        Map<String, Runnable> actions = new LinkedHashMap<>();
        actions.put("get any", () -> load.get(size));
        actions.put("get hot", () -> load.get(hot));
        actions.put("heartbeat any", () -> load.heartbeat(size));
        actions.put("heartbeat hot", () -> load.heartbeat(hot));
        actions.put("page of user", load::pageOfUser);
        actions.put("page of all", load::pageOfAll);
        Map<String, Rounds> figures = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            actions.forEach((name, action) ->
                    figures.computeIfAbsent(name, key -> new Rounds()).add(SessionLoad.perSecond(nanos, action)));
        }
        return figures;
    }
}
