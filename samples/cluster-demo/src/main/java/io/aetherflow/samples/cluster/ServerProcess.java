// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.samples.engines.EngineProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A sample server in a JVM of its own, on a port that it keeps when it is started again. Not safe for use by several threads. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final String mainClass;
    private final List<String> settings;
    private final Map<String, String> secrets;
    private final Path logs;
    private final Path log;
    private final int port = EngineProcess.freePort();
    private @Nullable EngineProcess process;
    private long announcedAfter;

    /**
     * Creates a server that does not run yet.
     *
     * @param name in messages, and of its log
     * @param mainClass the server's main class, on this JVM's class path
     * @param settings {@code Key=Value} each
     * @param secrets environment variables
     * @param logs the folder of the log
     */
    ServerProcess(String name, String mainClass, List<String> settings, Map<String, String> secrets, Path logs) {
        this.name = name;
        this.mainClass = mainClass;
        this.settings = settings;
        this.secrets = secrets;
        this.logs = logs;
        this.log = logs.resolve(name + ".log");
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Starts the server; it does not listen yet. */
    void start() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // starts fast, and stays out of the way of the other JVMs
                "-cp",
                System.getProperty("java.class.path"),
                mainClass,
                "--set",
                "Server.Port=" + port,
                "--set",
                "Metrics.Enable=false"));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        announcedAfter = Files.exists(log) ? log.toFile().length() : 0;
        process = EngineProcess.start(command, secrets, logs, log);
    }

    /** Waits until the server listens. */
    void awaitListening() throws InterruptedException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!output().contains(" listening on " + address())) {
            if (!running().isAlive() || System.nanoTime() > limit) {
                throw new IllegalStateException(name + " does not start: " + output().strip());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private String output() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(announcedAfter, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the server (SIGKILL). */
    void kill() {
        running().kill();
    }

    private EngineProcess running() {
        if (process == null) {
            throw new IllegalStateException(name + " is not started");
        }
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
