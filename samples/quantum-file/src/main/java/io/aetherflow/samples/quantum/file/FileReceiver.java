// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.file;

import io.aetherflow.core.NanoClock;
import io.aetherflow.quantum.ConnectionClosedException;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumEndpoint;
import io.aetherflow.quantum.QuantumStream;
import io.aetherflow.quantum.QuantumTls;
import io.aetherflow.samples.demo.CommandLine;
import io.aetherflow.samples.demo.CommandLineException;
import io.aetherflow.samples.demo.DemoCertificate;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Receives one file; the other end of {@link FileSender}. */
final class FileReceiver {
    private static final String BIND = "--bind";
    private static final String FOLDER = "--folder";
    private static final int WINDOW_BYTES = 16 << 20;

    private final InetSocketAddress address;
    private final Path folder;
    private final NanoClock clock;
    private final PrintStream out;

    private FileReceiver(CommandLine line, NanoClock clock, PrintStream out) throws CommandLineException {
        this.address = line.address(BIND, "localhost:9443", 0);
        this.folder = Path.of(line.text(FOLDER).orElse("."));
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new CommandLineException(FOLDER, folder.toString(), "a folder that can be written to");
        }
        this.clock = clock;
        this.out = out;
    }

    static boolean run(List<String> args, NanoClock clock, PrintStream out) throws Exception {
        CommandLine line = new CommandLine(args, BIND, FOLDER);
        if (line.help()) {
            out.println(QuantumFile.USAGE);
            return true;
        }
        return new FileReceiver(line, clock, out).receive();
    }

    private boolean receive() throws IOException, InterruptedException {
        DemoCertificate certificate = DemoCertificate.create();
        QuantumConfig config = QuantumConfig.builder()
                .streamWindowBytes(WINDOW_BYTES)
                .connectionWindowBytes(2 * WINDOW_BYTES)
                .build();
        try (QuantumEndpoint endpoint = QuantumEndpoint.builder()
                .bind(address)
                .tls(QuantumTls.of(certificate.serverContext()))
                .config(config)
                .listen()) {
            String where =
                    address.getHostString() + ":" + endpoint.localAddress().getPort();
            out.println("listening on " + where + ", certificate " + certificate.fingerprint());
            out.println("samples/run quantum-file send --file FILE --to " + where + " --fingerprint "
                    + certificate.fingerprint());
            QuantumConnection connection = endpoint.accept();
            out.println("connection from " + connection.remoteAddress());
            QuantumStream stream = connection.acceptStream();
            String problem = receive(stream);
            awaitClose(connection);
            if (!problem.isEmpty()) {
                throw new IOException(problem);
            }
            return true;
        }
    }

    /** Receives the file and answers. Returns what was wrong, empty if nothing. */
    private String receive(QuantumStream stream) throws IOException {
        byte[] digest = new byte[Transfer.DIGEST_BYTES];
        String problem = "";
        try {
            digest = receive(new DataInputStream(StreamIo.input(stream)));
        } catch (IOException e) {
            problem = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        try (DataOutputStream answer = new DataOutputStream(StreamIo.output(stream))) {
            answer.writeUTF(problem);
            answer.write(digest);
        }
        return problem;
    }

    private byte[] receive(DataInputStream from) throws IOException {
        Path target = target(from.readUTF());
        long size = from.readLong();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Transfer transfer = new Transfer(size, clock, out, () -> "");
        byte[] digest;
        try (OutputStream to = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
            digest = transfer.copy(from, to);
        }
        if (!MessageDigest.isEqual(digest, from.readNBytes(Transfer.DIGEST_BYTES))) {
            throw new IOException("SHA-256 of what has arrived is not the sender's; it is left in " + part);
        }
        Files.move(part, target);
        out.println("received " + target + " at " + transfer.rate() + ", SHA-256 "
                + HexFormat.of().formatHex(digest) + " at both ends");
        return digest;
    }

    /** The sender says the name, so it must be a bare one, and overwrites nothing. */
    private Path target(String name) throws IOException {
        if (!name.matches("[^/\\\\\\x00]{1,255}") || name.equals(".") || name.equals("..")) {
            throw new IOException("name of the file is \"" + name + "\", allowed is one without folders");
        }
        Path target = folder.resolve(name);
        if (Files.exists(target)) {
            throw new IOException(target + " exists already");
        }
        return target;
    }

    /** The answer has arrived when the sender closes; closing here before that could lose it. */
    private static void awaitClose(QuantumConnection connection) throws InterruptedException {
        try {
            connection.receive();
        } catch (ConnectionClosedException e) {
            // as it should be
        }
    }
}
