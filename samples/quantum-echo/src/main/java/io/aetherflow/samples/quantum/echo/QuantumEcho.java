// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.echo;

import io.aetherflow.core.NanoClock;
import io.aetherflow.samples.demo.CommandLineException;
import io.aetherflow.samples.demo.DemoCommand;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The sample's command: a server that sends messages back, and a client that counts and times them. */
public final class QuantumEcho {
    static final String USAGE = """
            usage: samples/run quantum-echo server [options]
                   samples/run quantum-echo client [options]
              The server sends every message back. It makes a certificate for this run and prints its fingerprint.
              --bind HOST:PORT        where it listens, port 0 for any; default localhost:9443
              The client sends messages at a steady rate and checks that each comes back as it was, once and in order.
              --server HOST:PORT      where the server listens; default localhost:9443
              --fingerprint HEX       of the server's certificate, as the server prints it
              --rate N                messages a second, 1 to 100000; default 10
              --size N                bytes of a message, 8 to 65536; default 64
              --duration TIME         for how long, such as 500ms, 30s, 60m, to 24h; default 10s""";

    private QuantumEcho() {}

    /**
     * Runs the sample and exits: 0 if everything came back, 1 if not, 2 if the command line is wrong.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        return DemoCommand.run("quantum-echo", USAGE, err, () -> {
            String role = args.length == 0 ? "" : args[0];
            List<String> options = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
            return switch (role) {
                case "server" -> EchoServer.run(options, out);
                case "client" -> EchoClient.run(options, NanoClock.system(), out);
                case "--help", "-h" -> {
                    out.println(USAGE);
                    yield true;
                }
                default -> throw new CommandLineException("role", role, "server or client");
            };
        });
    }
}
