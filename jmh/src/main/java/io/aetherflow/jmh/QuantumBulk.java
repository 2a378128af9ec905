// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures how fast one connection carries bulk data one way over loopback, encrypted, beside a bare pair of connected
 * datagram channels that send datagrams of the same size, and beside other transports. Rounds take turns, so whatever the
 * machine does meanwhile hits all of them. What arrives is compared with what was sent.
 */
public final class QuantumBulk {
    private static final String QUANTUM = "quantum";
    private static final String KWIK = "kwik";

    private QuantumBulk() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args, "peers=quantum,kwik,netty-quic", "warmups=3", "rounds=7", "seconds=3");
        Report report = new Report("quantum-bulk", options.values())
                .note("targets: quantum at least 0.55 of bare datagrams of the same size, and 4 times kwik")
                .note("Mbit/s of payload that arrived, medians of the rounds; ratio: of medians, to bare datagrams")
                .note("netty-quic is native code: quiche in Rust, BoringSSL in C");
        Map<String, BulkLoad> loads = new LinkedHashMap<>();
        try (BareUdp bare = new BareUdp();
                QuantumBulkLoad quantum = new QuantumBulkLoad()) {
            for (String peer : options.list("peers")) {
                open(peer, quantum, loads, report);
            }
            measure(options, bare, quantum, loads, report);
        } finally {
            for (BulkLoad load : loads.values()) {
                load.close();
            }
        }
        report.print();
    }

    private static void open(String peer, QuantumBulkLoad quantum, Map<String, BulkLoad> loads, Report report)
            throws Exception {
        switch (peer) {
            case QUANTUM -> loads.put(peer, quantum);
            case KWIK -> loads.put(peer, new KwikBulkLoad());
            case "netty-quic" -> {
                if (NettyQuicBulkLoad.isAvailable()) {
                    loads.put(peer, new NettyQuicBulkLoad());
                } else {
                    report.note("netty-quic does not run on this machine");
                }
            }
            default ->
                throw new IllegalArgumentException("peers: no " + peer + ", allowed are quantum, kwik, netty-quic");
        }
    }

    /** Returns 0 if the transport breaks down. */
    private static double round(String name, BulkLoad load, long nanos, Report report) throws Exception {
        try {
            return load.round(nanos);
        } catch (IOException e) {
            report.note(name + " broke down in a round, which does not count: " + e.getMessage());
            return 0;
        }
    }

    private static void measure(
            Options options, BareUdp bare, QuantumBulkLoad quantum, Map<String, BulkLoad> loads, Report report)
            throws Exception {
        Map<String, Rounds> figures = new LinkedHashMap<>();
        Rounds bareFigures = new Rounds();
        long nanos = options.nanos("seconds");
        int warmups = options.number("warmups");
        for (int round = 0; round < warmups + options.number("rounds"); round++) {
            for (Map.Entry<String, BulkLoad> load : loads.entrySet()) {
                double figure = round(load.getKey(), load.getValue(), nanos, report);
                if (round >= warmups && figure > 0) {
                    figures.computeIfAbsent(load.getKey(), name -> new Rounds()).add(figure);
                }
            }
            double bareFigure = bare.round(quantum.stats().mtu(), nanos);
            if (round >= warmups) {
                bareFigures.add(bareFigure);
            }
        }
        report.note("datagrams of " + quantum.stats().mtu() + " bytes");
        report.row("bare NIO datagrams").put("Mbit/s", bareFigures);
        figures.forEach((name, rounds) ->
                report.row(name).put("Mbit/s", rounds).put("ratio", rounds.median() / bareFigures.median()));
        Rounds ours = figures.get(QUANTUM);
        Rounds kwik = figures.get(KWIK);
        if (ours != null && kwik != null) {
            report.row("quantum / kwik").put("ratio", ours.median() / kwik.median());
        }
    }
}
