// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantumEchoTest {
    private static final Pattern CLIENT_COMMAND = Pattern.compile("samples/run quantum-echo (client .*)");

    private final ByteArrayOutputStream serverOutput = new ByteArrayOutputStream();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> serverExit = new CompletableFuture<>();
    private final Thread server =
            new Thread(() -> serverExit.complete(run(serverOutput, "server", "--bind", "localhost:0")), "echo-server");

    private static int run(ByteArrayOutputStream output, String... args) {
        PrintStream out = new PrintStream(output, true);
        return QuantumEcho.run(args, out, out);
    }

    @BeforeEach
    void startServer() {
        server.start();
        await().until(() -> !clientCommand().isEmpty());
    }

    @AfterEach
    void stopServer() throws Exception {
        server.interrupt();
        assertThat(serverExit.get(10, TimeUnit.SECONDS)).isZero();
    }

    /** The arguments that the server advises. */
    private List<String> clientCommand() {
        return CLIENT_COMMAND
                .matcher(serverOutput.toString())
                .results()
                .map((MatchResult result) -> List.of(result.group(1).split(" ")))
                .findFirst()
                .orElse(List.of());
    }

    private int client(String... more) {
        List<String> args = new ArrayList<>(clientCommand());
        args.addAll(List.of(more));
        return run(output, args.toArray(String[]::new));
    }

    @Test
    void everyMessageComesBack() {
        int exit = client("--rate", "200", "--size", "3000", "--duration", "500ms");

        assertThat(output.toString()).contains("100 of 100 messages came back in order");
        assertThat(exit).isZero();
        await().untilAsserted(() -> assertThat(serverOutput.toString()).contains("100 messages echoed"));
    }

    @Test
    void serverWithAnotherCertificateIsRefused() {
        String other = "0".repeat(64);

        int exit = client("--fingerprint", other);

        assertThat(output.toString()).contains("handshake failed", "expected is " + other);
        assertThat(exit).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clients | role is \"clients\", allowed is server or client",
                "server --bind here | --bind is \"here\", allowed is HOST:PORT, with a port of 0 to 65535",
                "client | --fingerprint is \"\", allowed is the fingerprint that the server prints",
                "client --fingerprint 12 | --fingerprint is \"12\", allowed is the 64 hexadecimal digits that the server prints",
                "client --rate 0 --fingerprint FINE | --rate is \"0\", allowed is 1 to 100000",
                "client --duration 2d --fingerprint FINE | --duration is \"2d\", allowed is a number with ms, s, m or h behind, 1ms to 86400s",
                "client --speed 3 | option is \"--speed\", allowed is one of --server, --fingerprint, --rate, --size, --duration, each with a value",
            })
    void wrongArgumentIsNamedWithWhatIsAllowed(String line, String message) {
        int exit = run(output, line.replace("FINE", "0".repeat(64)).split(" "));

        assertThat(output.toString()).startsWith("quantum-echo: " + message).contains("usage:");
        assertThat(exit).isEqualTo(2);
    }
}
