// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantumFileTest {
    private static final Pattern LISTENING = Pattern.compile("--to (\\S+) --fingerprint (\\S+)");

    @TempDir
    private Path folder;

    private Path arrivals;
    private final ByteArrayOutputStream receiverOutput = new ByteArrayOutputStream();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> receiverExit = new CompletableFuture<>();
    private Thread receiver;

    private static int run(ByteArrayOutputStream output, String... args) {
        PrintStream out = new PrintStream(output, true);
        return QuantumFile.run(args, out, out);
    }

    @BeforeEach
    void startReceiver() throws IOException {
        arrivals = Files.createDirectory(folder.resolve("arrivals"));
        receiver = new Thread(
                () -> receiverExit.complete(
                        run(receiverOutput, "receive", "--bind", "localhost:0", "--folder", arrivals.toString())),
                "receiver");
        receiver.start();
        await().until(() -> LISTENING.matcher(receiverOutput.toString()).find());
    }

    @AfterEach
    void stopReceiver() throws InterruptedException {
        receiver.interrupt();
        receiver.join();
    }

    private Path file(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve("data.bin"), content);
    }

    private int send(Path file) {
        Matcher listening = LISTENING.matcher(receiverOutput.toString());
        assertThat(listening.find()).isTrue();
        return run(
                output,
                "send",
                "--file",
                file.toString(),
                "--to",
                listening.group(1),
                "--fingerprint",
                listening.group(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20_000_000})
    void fileArrivesAsItWas(int bytes) throws Exception {
        Path file = file(bytes);

        assertThat(send(file)).as(output::toString).isZero();
        assertThat(receiverExit.get(10, TimeUnit.SECONDS))
                .as(receiverOutput::toString)
                .isZero();
        assertThat(arrivals.resolve("data.bin")).hasSameBinaryContentAs(file);
        assertThat(output.toString()).contains("100 %", "MB/s", "% lost", "at both ends");
        assertThat(receiverOutput.toString()).contains("at both ends");
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Files.writeString(arrivals.resolve("data.bin"), "mine");

        assertThat(send(file(1_000))).isEqualTo(1);
        assertThat(output.toString()).contains("the receiver says: ", "data.bin exists already");
        assertThat(receiverExit.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(arrivals.resolve("data.bin")).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fetch | role is \"fetch\", allowed is receive or send",
                "receive --folder nowhere | --folder is \"nowhere\", allowed is a folder that can be written to",
                "send --file nowhere | --file is \"nowhere\", allowed is a file that can be read",
                "send --file pom.xml --to here | --to is \"here\", allowed is HOST:PORT, with a port of 1 to 65535",
                "send --file pom.xml --to localhost:1 --fingerprint x | --fingerprint is \"x\", allowed is the 64 hexadecimal digits that the server prints",
                "send --file | option is \"--file\", allowed is one of --file, --to, --fingerprint, --congestion, each with a value",
            })
    void wrongArgumentIsNamedWithWhatIsAllowed(String line, String message) {
        int exit = run(output, line.split(" "));

        assertThat(output.toString()).startsWith("quantum-file: " + message).contains("usage:");
        assertThat(exit).isEqualTo(2);
    }
}
