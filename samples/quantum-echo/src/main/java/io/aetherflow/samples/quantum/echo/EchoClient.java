// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.echo;

import io.aetherflow.core.NanoClock;
import io.aetherflow.quantum.ConnectionClosedException;
import io.aetherflow.quantum.ConnectionStats;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumEndpoint;
import io.aetherflow.quantum.QuantumTls;
import io.aetherflow.samples.demo.CommandLine;
import io.aetherflow.samples.demo.CommandLineException;
import io.aetherflow.samples.demo.DemoCertificate;
import io.aetherflow.samples.demo.Progress;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.HdrHistogram.Histogram;

/**
 * Sends messages at a steady rate, late or not, and checks that each comes back as it was, once and in order. The time of a
 * message runs from when it was due, so that a client that is held up does not hide it.
 */
final class EchoClient {
    private static final String SERVER = "--server";
    private static final String FINGERPRINT = "--fingerprint";
    private static final String RATE = "--rate";
    private static final String SIZE = "--size";
    private static final String DURATION = "--duration";
    /** How long the last messages may take to come back. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InetSocketAddress server;
    private final SSLContext tls;
    private final int size;
    private final long intervalNanos;
    private final long messages;
    private final NanoClock clock;
    private final PrintStream out;
    private final Histogram micros = new Histogram(3);
    private volatile long echoed;
    private volatile Optional<String> problem = Optional.empty();
    private volatile long start;

    private EchoClient(CommandLine line, NanoClock clock, PrintStream out) throws CommandLineException {
        this.server = line.address(SERVER, "localhost:9443", 1);
        this.tls = DemoCertificate.clientContext(
                FINGERPRINT, line.required(FINGERPRINT, "the fingerprint that the server prints"));
        this.size = line.number(SIZE, 64, Long.BYTES, 65_536);
        int rate = line.number(RATE, 10, 1, 100_000);
        Duration duration = line.duration(DURATION, Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofHours(24));
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        this.messages = Math.max(1, duration.toNanos() / intervalNanos);
        this.clock = clock;
        this.out = out;
    }

    static boolean run(List<String> args, NanoClock clock, PrintStream out) throws Exception {
        CommandLine line = new CommandLine(args, SERVER, FINGERPRINT, RATE, SIZE, DURATION);
        if (line.help()) {
            out.println(QuantumEcho.USAGE);
            return true;
        }
        return new EchoClient(line, clock, out).run();
    }

    private boolean run() throws Exception {
        try (QuantumEndpoint endpoint = QuantumEndpoint.builder()
                .tls(QuantumTls.of(tls).withoutHostVerification())
                .open()) {
            QuantumConnection connection = endpoint.connect(server);
            out.println("connected to " + connection.remoteAddress() + " as " + connection.id());
            start = clock.nanoTime();
            Thread receiver = new Thread(() -> receive(connection), "echo-receiver");
            receiver.setDaemon(true);
            receiver.start();
            try {
                send(connection, receiver);
            } catch (ConnectionClosedException e) {
                problem = Optional.of(e.reason().describe());
            }
            connection.close();
            return summary(connection.stats());
        }
    }

    private void send(QuantumConnection connection, Thread receiver) throws InterruptedException {
        Progress progress = new Progress(
                out,
                System.console() != null,
                messages,
                () -> echoed,
                done -> String.format("%,d of %,d messages", done, messages));
        for (long number = 0; number < messages && problem.isEmpty(); number++) {
            long early = due(number) - clock.nanoTime();
            if (early > 0) {
                TimeUnit.NANOSECONDS.sleep(early);
            }
            connection.send(message(number));
            progress.show();
        }
        receiver.join(PATIENCE.toMillis());
        progress.show();
    }

    private long due(long number) {
        return start + number * intervalNanos;
    }

    private byte[] message(long number) {
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) number);
        ByteBuffer.wrap(message).putLong(number);
        return message;
    }

    private void receive(QuantumConnection connection) {
        try {
            for (long number = 0; number < messages; number++) {
                byte[] message = connection.receive();
                if (!Arrays.equals(message, message(number))) {
                    problem = Optional.of("message " + number + " came back as another");
                    return;
                }
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, clock.nanoTime() - due(number))));
                echoed = number + 1;
            }
        } catch (ConnectionClosedException e) {
            problem = Optional.of(e.reason().describe());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean summary(ConnectionStats stats) {
        out.printf("%,d of %,d messages came back in order%n", echoed, messages);
        out.printf(
                "from due to back: p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3);
        out.printf(
                "packets sent %,d, lost %,d, of these %,d not lost after all; round trip %.2f ms%n",
                stats.packetsSent(),
                stats.packetsLost(),
                stats.spuriousLosses(),
                stats.smoothedRtt().toNanos() / 1e6);
        problem.ifPresent(text -> out.println("failed: " + text));
        return problem.isEmpty() && echoed == messages;
    }
}
