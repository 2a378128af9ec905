// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.file;

import io.aetherflow.core.NanoClock;
import io.aetherflow.samples.demo.CommandLineException;
import io.aetherflow.samples.demo.DemoCommand;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The sample's command: sends a file from one machine to another, and both compare its SHA-256. */
public final class QuantumFile {
    static final String USAGE = """
            usage: samples/run quantum-file receive [options]
                   samples/run quantum-file send --file FILE --to HOST:PORT --fingerprint HEX [options]
              The receiver takes one file and ends. It makes a certificate for this run and prints its fingerprint.
              --bind HOST:PORT        where it listens, port 0 for any; default localhost:9443
              --folder FOLDER         where the file goes, under its own name; default: here
              The sender sends one file.
              --file FILE             which
              --to HOST:PORT          where the receiver listens
              --fingerprint HEX       of the receiver's certificate, as the receiver prints it
              --congestion NAME       BBR, BBR_LOSSY_PATH or CUBIC; default BBR""";

    private QuantumFile() {}

    /**
     * Runs the sample and exits: 0 if the file has arrived as it was, 1 if not, 2 if the command line is wrong.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        return DemoCommand.run("quantum-file", USAGE, err, () -> {
            String role = args.length == 0 ? "" : args[0];
            List<String> options = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
            return switch (role) {
                case "receive" -> FileReceiver.run(options, NanoClock.system(), out);
                case "send" -> FileSender.run(options, NanoClock.system(), out);
                case "--help", "-h" -> {
                    out.println(USAGE);
                    yield true;
                }
                default -> throw new CommandLineException("role", role, "receive or send");
            };
        });
    }
}
