// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.samples.engines.EngineProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user runs it. */
class ClusterDemoTest {
    private static final Pattern LOGS = Pattern.compile("the servers' logs are in (\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @TempDir
    private Path outputs;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private List<ProcessHandle> begun = List.of();

    @AfterEach
    void removeWhatIsLeft() {
        begun.forEach(ProcessHandle::destroyForcibly);
        Matcher logs = LOGS.matcher(err.toString(StandardCharsets.UTF_8));
        while (logs.find()) {
            EngineProcess.delete(Path.of(logs.group(1)));
        }
    }

    private int run(String... args) {
        return ClusterDemo.run(args, printer(out), printer(err));
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void nothingIsLostWhenANodeIsKilledInMidEdit() {
        int exit = run("--users", "4", "--edits", "120");

        assertThat(exit).as(err + "\n" + out).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("(fsync on, synchronous_commit on)")
                .contains("node a killed after")
                .contains("node a is back")
                .contains("4 users' copies, those of both nodes and the log replayed are identical")
                .contains("ok   sessions that survived: 4 of 4")
                .contains("ok   acknowledged operations lost: 0, duplicated: 0")
                .containsPattern("times a user lost its server +[1-4]\n")
                .endsWith("All 8 checks hold.\n")
                .doesNotContain("FAIL");
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void runThatTakesTooLongEndsByItselfAndKeepsTheLogs() {
        int exit = run("--edits", "100000", "--kills", "0", "--limit", "10");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .containsPattern("failed; the servers' logs are in \\S*aetherflow-cluster-demo-")
                .contains("cluster-demo: the run has not ended within 10 s and is given up (--limit)");
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void engineThatIsNotThereIsOneSentence() {
        assertThat(run("--postgres", "postgresql://u:secret@127.0.0.1:1/d", "--redis", "redis://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("cluster-demo: PostgreSQL at 127.0.0.1:1 cannot be used: ")
                .hasLineCount(1)
                .doesNotContain("secret");
    }

    @Test
    void wrongCommandLineIsExitTwoWithTheUsage() {
        assertThat(run("--users", "zero")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: samples/run cluster-demo");
    }

    @Test
    void interruptedDemoLeavesNoProcessAndNoFile() throws Exception {
        Process demo = startAndAwaitEdits();

        signal(demo, "TERM");

        awaitEndOf(demo);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void killedDemoLeavesNoProcess() throws Exception {
        Process demo = startAndAwaitEdits();

        signal(demo, "KILL");

        awaitEndOf(demo);
    }

    /** Starts the demo in a JVM of its own, and returns when users edit. */
    private Process startAndAwaitEdits() throws IOException {
        Path output = outputs.resolve("output");
        // PostgreSQL, which does not run as root, finds its files there
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterDemo.class.getName(),
                        "--edits",
                        "1000")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        begun = List.of(demo.toHandle());
        await().atMost(PATIENCE)
                .failFast("the demo ended", () -> !demo.isAlive())
                .until(() -> Files.readString(output).contains(" operations"));
        begun = demo.descendants().toList();
        assertThat(begun).hasSizeGreaterThanOrEqualTo(7); // 4 servers, PostgreSQL, Redis, the reaper
        return demo;
    }

    private void awaitEndOf(Process demo) {
        await().atMost(PATIENCE).until(() -> !demo.isAlive());
        await().atMost(PATIENCE).until(() -> begun.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
