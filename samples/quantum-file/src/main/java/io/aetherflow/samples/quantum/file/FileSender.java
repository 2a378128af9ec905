// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.file;

import io.aetherflow.core.NanoClock;
import io.aetherflow.quantum.CongestionControl;
import io.aetherflow.quantum.ConnectionStats;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumEndpoint;
import io.aetherflow.quantum.QuantumStream;
import io.aetherflow.quantum.QuantumTls;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.samples.demo.CommandLine;
import io.aetherflow.samples.demo.CommandLineException;
import io.aetherflow.samples.demo.DemoCertificate;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Sends one file on a stream of its own: name, size, bytes, SHA-256. The receiver answers with a problem, empty if there is none, and
 * the SHA-256 of what it has.
 */
final class FileSender {
    private static final String FILE = "--file";
    private static final String TO = "--to";
    private static final String FINGERPRINT = "--fingerprint";
    private static final String CONGESTION = "--congestion";
    private static final int SEND_BUFFER_BYTES = 8 << 20;

    private final Path file;
    private final InetSocketAddress to;
    private final SSLContext tls;
    private final CongestionControl congestion;
    private final NanoClock clock;
    private final PrintStream out;

    private FileSender(CommandLine line, NanoClock clock, PrintStream out) throws CommandLineException {
        this.file = Path.of(line.required(FILE, "a file that can be read"));
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CommandLineException(FILE, file.toString(), "a file that can be read");
        }
        this.to = line.address(TO, "", 1);
        this.tls = DemoCertificate.clientContext(
                FINGERPRINT, line.required(FINGERPRINT, "the fingerprint that the receiver prints"));
        this.congestion = congestion(line.text(CONGESTION).orElse("BBR"));
        this.clock = clock;
        this.out = out;
    }

    private static CongestionControl congestion(String name) throws CommandLineException {
        for (CongestionControl control : CongestionControl.values()) {
            if (control.name().equals(name)) {
                return control;
            }
        }
        throw new CommandLineException(CONGESTION, name, "one of " + Arrays.toString(CongestionControl.values()));
    }

    static boolean run(List<String> args, NanoClock clock, PrintStream out) throws Exception {
        CommandLine line = new CommandLine(args, FILE, TO, FINGERPRINT, CONGESTION);
        if (line.help()) {
            out.println(QuantumFile.USAGE);
            return true;
        }
        return new FileSender(line, clock, out).send();
    }

    private boolean send() throws IOException, InterruptedException {
        QuantumConfig config = QuantumConfig.builder()
                .sendBufferBytes(SEND_BUFFER_BYTES)
                .congestionControl(congestion)
                .build();
        try (QuantumEndpoint endpoint = QuantumEndpoint.builder()
                        .tls(QuantumTls.of(tls).withoutHostVerification())
                        .config(config)
                        .open();
                QuantumConnection connection = endpoint.connect(to)) {
            out.println("connected to " + connection.remoteAddress());
            return send(connection);
        }
    }

    private boolean send(QuantumConnection connection) throws IOException, InterruptedException {
        QuantumStream stream = connection.openStream(StreamPriority.BULK);
        long size = Files.size(file);
        Transfer transfer = new Transfer(size, clock, out, () -> ", " + loss(connection.stats()));
        byte[] digest;
        try (InputStream from = Files.newInputStream(file);
                DataOutputStream target = new DataOutputStream(StreamIo.output(stream))) {
            target.writeUTF(file.getFileName().toString());
            target.writeLong(size);
            digest = transfer.copy(from, target);
            target.write(digest);
        }
        DataInputStream answer = new DataInputStream(StreamIo.input(stream));
        String problem = answer.readUTF();
        byte[] theirs = answer.readNBytes(Transfer.DIGEST_BYTES);
        if (!problem.isEmpty()) {
            throw new IOException("the receiver says: " + problem);
        }
        if (!MessageDigest.isEqual(digest, theirs)) {
            throw new IOException("the receiver has another SHA-256: "
                    + HexFormat.of().formatHex(theirs) + " in place of "
                    + HexFormat.of().formatHex(digest));
        }
        out.println("sent at " + transfer.rate() + ", " + loss(connection.stats()) + ", SHA-256 "
                + HexFormat.of().formatHex(digest) + " at both ends");
        return true;
    }

    private static String loss(ConnectionStats stats) {
        return String.format("%.2f %% lost", 100.0 * stats.packetsLost() / Math.max(1, stats.packetsSent()));
    }
}
