// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures the state-sync manager on the in-memory store: a recorded history by one client ({@link TraceReplay}), and
 * clients that edit small documents together ({@link EditingRound}). The latter are modelled on the team's record of
 * measuring ShareDB: server and clients in one process, documents of 200 to 400 characters, clients subscribed. Rounds of
 * all cases take turns, so that a slow minute of the machine does not hit one case alone; the figures are medians. A round
 * whose texts or deliveries are not complete voids the run.
 */
public final class ManagerThroughput {
    private final Rounds operations = new Rounds();
    private final Rounds deliveries = new Rounds();
    private final Rounds p50 = new Rounds();
    private final Rounds p99 = new Rounds();

    private ManagerThroughput() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args, "cases=replay,1/1,10/1,50/1,16/16", "warmups=2", "rounds=5", "seconds=5");
        Report report = new Report("manager", options.values())
                .note(Traces.source())
                .note("target: replay at least 150,000 ops/s")
                .note("ShareDB 7 in memory, 1/1, 10/1, 50/1, 16/16: 61,000, 24,000, 6,100, 49,000 ops/s, one run each")
                .note("p50, p99: replay, of one apply; others, from an edit until its client has it back as committed");
        Map<ManagerCase, ManagerThroughput> figures = new LinkedHashMap<>();
        options.list("cases").forEach(name -> figures.put(ManagerCase.parse(name), new ManagerThroughput()));
        int warmups = options.number("warmups");
        for (int round = 0; round < warmups + options.number("rounds"); round++) {
            for (Map.Entry<ManagerCase, ManagerThroughput> each : figures.entrySet()) {
                ManagerCase.Outcome outcome = each.getKey().run(options.nanos("seconds"));
                if (round >= warmups) {
                    each.getValue().add(outcome);
                }
            }
        }
        figures.forEach((measured, figure) -> figure.addTo(report.row(measured.toString())));
        report.print();
    }

    private void add(ManagerCase.Outcome outcome) {
        operations.add(outcome.operationsPerSecond());
        deliveries.add(outcome.deliveriesPerSecond());
        p50.add(outcome.latencies().micros(0.50));
        p99.add(outcome.latencies().micros(0.99));
    }

    private void addTo(Report.Row row) {
        row.put("ops/s", operations)
                .put("deliveries/s", deliveries.median())
                .put("p50 us", p50.median())
                .put("p99 us", p99.median());
    }
}
