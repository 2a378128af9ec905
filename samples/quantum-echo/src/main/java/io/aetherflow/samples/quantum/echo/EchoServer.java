// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.echo;

import io.aetherflow.quantum.ConnectionClosedException;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumEndpoint;
import io.aetherflow.quantum.QuantumTls;
import io.aetherflow.samples.demo.CommandLine;
import io.aetherflow.samples.demo.DemoCertificate;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;

/** Sends every message of every connection back, until the thread that runs it is interrupted. */
final class EchoServer {
    private static final String BIND = "--bind";

    private final PrintStream out;

    private EchoServer(PrintStream out) {
        this.out = out;
    }

    static boolean run(List<String> args, PrintStream out) throws Exception {
        CommandLine line = new CommandLine(args, BIND);
        if (line.help()) {
            out.println(QuantumEcho.USAGE);
        } else {
            new EchoServer(out).serve(line.address(BIND, "localhost:9443", 0));
        }
        return true;
    }

    private void serve(InetSocketAddress address) throws IOException {
        DemoCertificate certificate = DemoCertificate.create();
        try (QuantumEndpoint endpoint = QuantumEndpoint.builder()
                .bind(address)
                .tls(QuantumTls.of(certificate.serverContext()))
                .listen()) {
            String where =
                    address.getHostString() + ":" + endpoint.localAddress().getPort();
            out.println("listening on " + where + ", certificate " + certificate.fingerprint());
            out.println("samples/run quantum-echo client --server " + where + " --fingerprint "
                    + certificate.fingerprint());
            while (true) {
                QuantumConnection connection = endpoint.accept();
                Thread thread = new Thread(() -> echo(connection), "echo-" + connection.id());
                thread.setDaemon(true);
                thread.start();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void echo(QuantumConnection connection) {
        out.println(connection.id() + " from " + connection.remoteAddress());
        long echoed = 0;
        try {
            while (true) {
                connection.send(connection.receive());
                echoed++;
            }
        } catch (ConnectionClosedException e) {
            out.println(connection.id() + " " + e.getMessage() + ", " + echoed + " messages echoed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
