// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server of our own on the loopback, of the bundled version 6.2 unless told otherwise. It listens on a free port
 * and keeps its data in a temporary folder that goes when it is closed. Unless the settings say so, it needs no password
 * and writes nothing to disk. Not safe for use by several threads.
 */
public final class RedisServer implements AutoCloseable {
    /** Settings of a server whose every answered write survives a crash. */
    public static final Map<String, String> DURABLE = Map.of("appendonly", "yes", "appendfsync", "always");

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final int BUS_OFFSET = 10_000; // a Cluster node also listens on its port plus this
    private static final int MAX_PORT = 65_535;

    private final Path folder;
    private final Path program;
    private final int port;
    private final Map<String, String> settings;
    private final List<String> mode;
    private @Nullable EngineProcess engine;

    private RedisServer(Path folder, Path program, Map<String, String> settings, List<String> mode) {
        this.folder = folder;
        this.program = program;
        this.port = freePort();
        this.settings = settings;
        this.mode = mode;
    }

    /**
     * Makes a server and starts it.
     *
     * @param settings names and values as in redis.conf
     * @return the server, which takes connections
     */
    public static RedisServer start(Map<String, String> settings) {
        return start(RedisBinary.bundled(), settings, List.of());
    }

    /**
     * Makes a server from an installed program and starts it.
     *
     * @param program the redis-server to run
     * @param settings names and values as in redis.conf
     * @return the server, which takes connections
     */
    public static RedisServer start(Path program, Map<String, String> settings) {
        return start(program, settings, List.of());
    }

    /** Makes a sentinel and starts it. */
    static RedisServer startSentinel() {
        return start(RedisBinary.bundled(), Map.of(), List.of("--sentinel"));
    }

    private static RedisServer start(Path program, Map<String, String> settings, List<String> mode) {
        try {
            Path folder = Files.createTempDirectory("aetherflow-redis-data-");
            RedisServer server = new RedisServer(folder, program, Map.copyOf(settings), mode);
            try {
                server.configure();
                server.launch();
                return server;
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks for a redis-server on this machine's search path.
     *
     * @return the program, of whatever version, or empty if none is installed
     */
    public static Optional<Path> installed() {
        return RedisBinary.installed();
    }

    private static int freePort() {
        int port;
        do {
            port = EngineProcess.freePort();
        } while (port + BUS_OFFSET > MAX_PORT || !isFree(port + BUS_OFFSET));
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes the configuration once: sentinels and Cluster nodes keep what they learn beside it. */
    private void configure() throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("bind", "127.0.0.1");
        lines.put("port", Integer.toString(port));
        if (mode.isEmpty()) {
            lines.put("save", "\"\"");
        }
        lines.putAll(settings);
        List<String> text = new ArrayList<>();
        lines.forEach((name, value) -> text.add(name + " " + value));
        Files.write(configuration(), text);
    }

    private void launch() {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), configuration().toString()));
        command.addAll(mode);
        engine = EngineProcess.start(command, folder, folder.resolve("log"));
        await("to start", () -> call("PING").equals("PONG"));
    }

    /** Waits until a condition holds; an error counts as not yet. */
    void await(String what, Callable<Boolean> condition) {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > limit || !running().isAlive()) {
                throw new IllegalStateException("waited in vain for Redis " + what + ": " + output());
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw EngineProcess.interrupted();
            }
        }
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            return false;
        }
    }

    /** Sends a command on a connection of its own. */
    String call(String... words) throws IOException {
        try (RespConnection connection = new RespConnection(port)) {
            String password = settings.get("requirepass");
            if (password != null) {
                connection.call("AUTH", password);
            }
            return connection.call(words);
        }
    }

    /**
     * Returns the port.
     *
     * @return the port on 127.0.0.1
     */
    public int port() {
        return port;
    }

    /**
     * Returns the address.
     *
     * @return a URL without credentials
     */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Stops the process where it is (SIGSTOP), as a machine does that hangs. */
    public void pause() {
        running().pause();
    }

    /** Lets a paused server go on. */
    public void resume() {
        running().resume();
    }

    /** Kills the process (SIGKILL); what it has written to disk stays. */
    public void kill() {
        running().kill();
    }

    /** Kills the server, if it runs, and starts it again with the same data on the same port. */
    public void restart() {
        running().kill();
        launch();
    }

    /** Kills the server and deletes its data. */
    @Override
    public void close() {
        if (engine != null) {
            engine.kill();
        }
        EngineProcess.delete(folder);
    }

    private EngineProcess running() {
        if (engine == null) {
            throw new IllegalStateException("not started");
        }
        return engine;
    }

    private Path configuration() {
        return folder.resolve("redis.conf");
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
