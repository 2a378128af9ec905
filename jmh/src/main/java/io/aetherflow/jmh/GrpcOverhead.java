// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Measures what a session service costs on top of gRPC itself: getting a session, against a call that takes nothing,
 * does nothing and returns nothing. Both are methods of one server, called over one loopback connection by the same
 * driver ({@link CallLoad}) with the settings that grpc-java has by default, and their rounds take turns, so whatever
 * the machine does meanwhile hits both. The session call does all its work: it reads the id, finds one of 10,000
 * sessions and writes its 15 fields. A failed call or an answer about another session voids the run.
 */
public final class GrpcOverhead {
    private GrpcOverhead() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args, "inflight=1,64", "warmups=3", "rounds=9", "seconds=3");
        Report report = new Report("grpc-overhead", options.values())
                .note("target: ratio at least 0.70 with 64 calls in flight, which is where throughput shows")
                .note("ratio: median of session get over median of the empty call; calls/s are medians of the rounds");
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (SessionCalls sessions = new SessionCalls()) {
            Server server = NettyServerBuilder.forAddress(anyPort)
                    .addService(sessions.service())
                    .addService(EmptyCalls.service())
                    .build()
                    .start();
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            new InetSocketAddress(anyPort.getAddress(), server.getPort()))
                    .usePlaintext()
                    .build();
            try {
                CallLoad<?, ?> empty = EmptyCalls.load(channel);
                CallLoad<?, ?> get = sessions.load(channel);
                for (int inFlight : options.numbers("inflight")) {
                    compare(options, inFlight, empty, get, report);
                }
            } finally {
                channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
                server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            }
        }
        report.print();
    }

    private static void compare(Options options, int inFlight, CallLoad<?, ?> empty, CallLoad<?, ?> get, Report report)
            throws InterruptedException {
        Rounds emptyRounds = new Rounds();
        Rounds getRounds = new Rounds();
        int warmups = options.number("warmups");
        for (int round = 0; round < warmups + options.number("rounds"); round++) {
            double emptyPerSecond = empty.perSecond(inFlight, options.nanos("seconds"));
            double getPerSecond = get.perSecond(inFlight, options.nanos("seconds"));
            if (round >= warmups) {
                emptyRounds.add(emptyPerSecond);
                getRounds.add(getPerSecond);
            }
        }
        String at = ", " + inFlight + " in flight";
        report.row("empty call" + at).put("calls/s", emptyRounds);
        report.row("session get" + at)
                .put("calls/s", getRounds)
                .put("ratio", getRounds.median() / emptyRounds.median());
    }
}
