// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, started and stopped as an operator does it. */
public final class TestProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final Path folder;

    private TestProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts a server.
     *
     * @param main its main class
     * @param folder where its output goes
     * @param arguments its command line
     * @return the process
     */
    public static TestProcess start(Class<?> main, Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new TestProcess(
                new ProcessBuilder(command)
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile())
                        .start(),
                folder);
    }

    /** Asks the server to end (SIGTERM). */
    public void terminate() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits for the server's end and returns its exit code. */
    public int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Tells whether the server has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns what it has printed so far. */
    public String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    /** Returns what it has printed to standard error so far. */
    public String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
