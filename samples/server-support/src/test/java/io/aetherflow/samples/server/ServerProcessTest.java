// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own, started and stopped as an operator does it. */
class ServerProcessTest {
    private static final Pattern LISTENING = Pattern.compile("toy-server listening on 127\\.0\\.0\\.1:(\\d+), .*");

    @TempDir
    private Path folder;

    @Test
    void sigtermFinishesCallsEndsStreamsAndExitsWithZero() throws Exception {
        try (TestProcess server = start("--set", "Server.Port=0", "--set", "Metrics.Port=0");
                ToyClient client = new ToyClient(awaitPort(server))) {
            Future<String> held = client.hold();
            ToyClient.Received<String> stream = client.stream("s");
            await().until(() -> !stream.messages().isEmpty());
            client.echo("the held call has arrived, for it was sent before this one");

            server.terminate();

            assertThat(held).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("answered while draining");
            assertThat(stream.end())
                    .succeedsWithin(20, SECONDS)
                    .extracting(Status::getCode)
                    .isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(server.exitCode()).isZero();
            assertThat(server.err()).contains("toy-server has stopped").doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void jsonLogIsOneObjectALine() throws Exception {
        try (TestProcess server = start(
                "--set=Server.Port=0", "--set=Metrics.Port=0", "--set=Log.Format=json", "--set=Log.Level=debug")) {
            awaitPort(server);

            server.terminate();

            assertThat(server.exitCode()).isZero();
            assertThat(server.err().lines())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                    .anyMatch(line -> line.contains("\"formattedMessage\":\"toy-server has stopped\""));
        }
    }

    @Test
    void unusableConfigurationExitsWithTwoAndNoStackTrace() throws Exception {
        try (TestProcess server = start("--set", "Server.Port=x")) {
            assertThat(server.exitCode()).isEqualTo(ServerMain.EXIT_USAGE);
            assertThat(server.err().lines())
                    .containsExactly("--set Server.Port: Server.Port is \"x\", allowed is an integer from 0 to 65535");
        }
    }

    @Test
    void addressInUseExitsWithOneSentence() throws Exception {
        ToyServer other = new ToyServer();
        try (SampleServer taken = SampleServer.start(other, other.loader().load());
                TestProcess server = start("--set=Server.Port=" + taken.port(), "--set=Metrics.Port=0")) {
            assertThat(server.exitCode()).isEqualTo(ServerMain.EXIT_FAILED);
            assertThat(server.err().lines())
                    .containsExactly(
                            "toy-server cannot listen on 127.0.0.1:" + taken.port() + ": address already in use");
        }
    }

    private TestProcess start(String... arguments) throws IOException {
        return TestProcess.start(ToyServer.class, folder, List.of(arguments));
    }

    private static int awaitPort(TestProcess server) {
        return await().atMost(Duration.ofSeconds(30))
                .failFast("the server ended", () -> !server.isAlive())
                .until(() -> announcedPort(server), port -> port > 0);
    }

    private static int announcedPort(TestProcess server) throws IOException {
        Matcher line = LISTENING.matcher(server.out().strip());
        return line.matches() ? Integer.parseInt(line.group(1)) : 0;
    }
}
