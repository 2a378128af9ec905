// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own, started and stopped as an operator does it. */
class ServerProcessTest {
    private static final Pattern LISTENING = Pattern.compile("toy-server listening on 127\\.0\\.0\\.1:(\\d+), .*");

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void killProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void sigtermFinishesCallsEndsStreamsAndExitsWithZero() throws Exception {
        Process server = start("--set", "Server.Port=0", "--set", "Metrics.Port=0");
        try (ToyClient client = new ToyClient(awaitPort(server))) {
            Future<String> held = client.hold();
            ToyClient.Received<String> stream = client.stream("s");
            await().until(() -> !stream.messages().isEmpty());
            client.echo("the held call has arrived, for it was sent before this one");

            sigterm(server);

            assertThat(held).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("answered while draining");
            assertThat(stream.end())
                    .succeedsWithin(20, SECONDS)
                    .extracting(Status::getCode)
                    .isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(server.waitFor(20, SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
            assertThat(text("err")).contains("toy-server has stopped").doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void jsonLogIsOneObjectALine() throws Exception {
        Process server =
                start("--set=Server.Port=0", "--set=Metrics.Port=0", "--set=Log.Format=json", "--set=Log.Level=debug");
        awaitPort(server);

        sigterm(server);

        assertThat(server.waitFor(20, SECONDS)).isTrue();
        assertThat(text("err").lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                .anyMatch(line -> line.contains("\"formattedMessage\":\"toy-server has stopped\""));
    }

    @Test
    void unusableConfigurationExitsWithTwoAndNoStackTrace() throws Exception {
        Process server = start("--set", "Server.Port=x");

        assertThat(server.waitFor(20, SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(ServerMain.EXIT_USAGE);
        assertThat(text("err").lines())
                .containsExactly("--set Server.Port: Server.Port is \"x\", allowed is an integer from 0 to 65535");
    }

    @Test
    void addressInUseExitsWithOneSentence() throws Exception {
        ToyServer other = new ToyServer();
        try (SampleServer taken = SampleServer.start(other, other.loader().load())) {
            Process server = start("--set=Server.Port=" + taken.port(), "--set=Metrics.Port=0");

            assertThat(server.waitFor(20, SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(ServerMain.EXIT_FAILED);
            assertThat(text("err").lines())
                    .containsExactly(
                            "toy-server cannot listen on 127.0.0.1:" + taken.port() + ": address already in use");
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ToyServer.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private int awaitPort(Process server) {
        return await().atMost(Duration.ofSeconds(30))
                .failFast("the server ended", () -> !server.isAlive())
                .until(this::announcedPort, port -> port > 0);
    }

    private int announcedPort() throws IOException {
        Matcher line = LISTENING.matcher(text("out").strip());
        return line.matches() ? Integer.parseInt(line.group(1)) : 0;
    }

    private String text(String stream) throws IOException {
        return Files.readString(folder.resolve(stream));
    }

    private static void sigterm(Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
