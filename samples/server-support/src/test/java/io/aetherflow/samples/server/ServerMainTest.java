// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StopAtOnce stop = new StopAtOnce();

    @Test
    void serverAnnouncesItselfAndStopsWhenAsked() {
        int code = run(Map.of(), "--set", "Server.Port=0", "--set=Metrics.Port=0", "--set=Metrics.Path=/m");

        assertThat(code).isZero();
        assertThat(stop.exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("toy-server listening on 127\\.0\\.0\\.1:\\d+, metrics on http://127\\.0\\.0\\.1:\\d+/m\\R");
    }

    @Test
    void serverWithoutMetricsAnnouncesOneAddress() {
        run(Map.of("AETHERFLOW_METRICS_ENABLE", "false"), "--set", "Server.Port=0");

        assertThat(out.toString(StandardCharsets.UTF_8)).matches("toy-server listening on 127\\.0\\.0\\.1:\\d+\\R");
    }

    @Test
    void addressInUseExitsWithOne() {
        ToyServer other = new ToyServer();
        try (SampleServer server = SampleServer.start(other, other.loader().load())) {
            int code = run(Map.of(), "--set=Server.Port=" + server.port(), "--set=Metrics.Port=0");

            assertThat(code).isEqualTo(ServerMain.EXIT_FAILED);
            assertThat(stop.exitCode).isEqualTo(ServerMain.EXIT_FAILED);
            assertThat(errors())
                    .contains("toy-server cannot listen on 127.0.0.1:" + server.port() + ": address already in use");
        }
    }

    @Test
    void allProblemsAreOneLineEachAndExitWithTwo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "Server:\n  Port: abc\nLogs: {}\n");

        int code = run(
                Map.of("AETHERFLOW_LOG_LEVEL", "loud"),
                "--config",
                file.toString(),
                "--verbose",
                "--set",
                "Server.Port=-1");

        assertThat(code).isEqualTo(ServerMain.EXIT_USAGE);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(errors())
                .containsExactly(
                        "command line: unknown argument --verbose, allowed are " + CommandLine.USAGE,
                        file + ":2: Server.Port is \"abc\", allowed is an integer from 0 to 65535",
                        file + ":3: unknown key Logs, did you mean Log?"
                                + " The keys at the top are Server, Store, Log, Metrics, Tracing, Manager",
                        "environment variable AETHERFLOW_LOG_LEVEL: Log.Level is \"loud\","
                                + " allowed is one of debug, info, warn, error",
                        "--set Server.Port: Server.Port is \"-1\", allowed is an integer from 0 to 65535");
    }

    @Test
    void helpListsUsageAndKeys() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "usage: toy-server " + CommandLine.USAGE,
                        "  Server.Port (default 9001)",
                        "  Manager.LockTimeout (default 30s)");
    }

    @Test
    void printedConfigNamesTheBundledFileAndHidesSecrets() {
        int code = run(Map.of("AETHERFLOW_STORE_REDIS_PASSWORD", "hunter2", "AETHERFLOW_X", "1"), "--print-config");

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "Server.Port = 9001 (default)",
                        "Manager.LockTimeout = 45s (toy-server.yaml:3)",
                        "Store.Redis.Password = ******** (environment variable AETHERFLOW_STORE_REDIS_PASSWORD)");
        assertThat(errors()).containsExactly("ignored environment variable AETHERFLOW_X, which matches no key");
    }

    @Test
    void namedFileReplacesTheBundledOne(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("own.yaml"), "Log: {Level: warn}\n");

        run(Map.of(), "--config=" + file, "--print-config");

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains("Log.Level = warn (" + file + ":1)", "Manager.LockTimeout = 30s (default)");
    }

    @Test
    void argumentWithoutItsValueIsRefused() {
        assertThat(run(Map.of(), "--config")).isEqualTo(ServerMain.EXIT_USAGE);
        assertThat(errors()).containsExactly("command line: the value is missing, allowed is --config FILE");
    }

    @Test
    void secondConfigFileIsRefused() {
        assertThat(run(Map.of(), "--config=/dev/null", "--config=/dev/null")).isEqualTo(ServerMain.EXIT_USAGE);
        assertThat(errors()).containsExactly("command line: --config is given twice, allowed is once");
    }

    private List<String> errors() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private int run(Map<String, String> environment, String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
        return new ServerMain(new ToyServer(), console, () -> stop).run(List.of(arguments));
    }

    private static final class StopAtOnce implements StopSignal {
        private int exitCode = -1;

        @Override
        public void await() {}

        @Override
        public void finished(int code) {
            exitCode = code;
        }
    }
}
