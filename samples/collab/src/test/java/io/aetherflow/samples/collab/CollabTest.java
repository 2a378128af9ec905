// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample as a user runs it, but in this JVM. */
class CollabTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Collab.run(args, printer(out), printer(err));
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void defaultRunIsConcurrentAndEndsWithIdenticalCopies() {
        int exit = run("--users", "3");

        assertThat(exit).as(err + "\n" + out).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("3 users' copies and a fresh client's are identical")
                .contains("ok   text: ends as it should")
                .contains("ok   earlier changes on the whiteboard were overridden, and recorded")
                .contains("ok   at least 20 % of the operations were concurrent")
                .endsWith("All 6 checks hold.\n");
    }

    @Test
    void aTextOfTheUserIsTypedToItsEnd(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("text"), "Grüße 😀 an alle, die hier schreiben!\n".repeat(5));

        assertThat(run("--users", "5", "--text", file.toString()))
                .as(err + "\n" + out)
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("ok   text: ends as it should");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sveltecomponent.json.gz", "clownschool.json.gz"})
    void recordedHistoriesEndAsRecorded(String name) {
        Path trace = Path.of(System.getProperty("aetherflow.traces", ""), name);
        assumeThat(trace).exists();

        int exit = run("--trace", trace.toString());

        assertThat(exit).as(err + "\n" + out).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("ok   text: ends as it should");
    }

    @Test
    void aSmallSequentialHistoryIsReplayedByTwo(@TempDir Path folder) throws Exception {
        String json = "{\"startContent\":\"one two\",\"endContent\":\"One Two!\",\"txns\":[{\"patches\":[[0,1,\"O\"]]},"
                + "{\"patches\":[[4,1,\"T\"],[7,0,\"!\"]]}]}";
        Path file = Files.writeString(folder.resolve("history.json"), json);

        assertThat(run("--users", "2", "--trace", file.toString()))
                .as(err + "\n" + out)
                .isZero();
    }

    @Test
    void aHistoryWithALargePasteIsReplayed(@TempDir Path folder) throws Exception {
        String pasted = "x".repeat(70_000);
        String json = "{\"startContent\":\"\",\"endContent\":\"%s\",\"txns\":[{\"patches\":[[0,0,\"%s\"]]}]}";
        Path file = Files.writeString(folder.resolve("history.json"), String.format(json, pasted, pasted));

        assertThat(run("--users", "2", "--trace", file.toString()))
                .as(err + "\n" + out)
                .isZero();
    }

    @Test
    void aHistoryThatDoesNotEndAsRecordedFails(@TempDir Path folder) throws Exception {
        String json = "{\"startContent\":\"\",\"endContent\":\"b\",\"txns\":[{\"patches\":[[0,0,\"a\"]]}]}";
        Path file = Files.writeString(folder.resolve("history.json"), json);

        assertThat(run("--users", "2", "--trace", file.toString())).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("FAIL text: ends as it should", "1 of 4 checks FAILED.");
    }

    @Test
    void unreachableServerIsOneSentenceAndExitOne() {
        assertThat(run("--session", "127.0.0.1:1", "--statesync", "127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("collab: session server 127.0.0.1:1 gives no session: ")
                .endsWith("(Connection refused)");
    }

    @Test
    void aFileThatIsNoHistoryIsNamed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("history.json"), "no JSON");

        assertThat(run("--trace", file.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("collab: --trace " + file + " is no editing history: line 1, column ");
    }

    @Test
    void wrongCommandLineIsExitTwoWithTheUsage() {
        assertThat(run("--users", "zero")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: samples/run collab");
    }
}
