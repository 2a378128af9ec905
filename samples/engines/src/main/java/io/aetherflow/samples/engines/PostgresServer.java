// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of our own on the loopback, with fsync on unless told otherwise. It listens on a free port, trusts
 * whoever connects unless it is given a password, and keeps its data in a temporary folder that goes when it is closed.
 * Run by root it runs as the user {@code nobody}, since PostgreSQL refuses root. Not safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {
    /** Settings of a server whose data need not survive a crash. */
    public static final Map<String, String> FAST =
            Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");

    private static final String USER = "aetherflow";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final int port = EngineProcess.freePort();
    private final Map<String, String> settings;
    private final String password;
    private final AtomicInteger databases = new AtomicInteger();
    private @Nullable EngineProcess engine;

    private PostgresServer(Path folder, Map<String, String> settings, String password) {
        this.folder = folder;
        this.settings = settings;
        this.password = password;
    }

    /**
     * Makes a server and starts it.
     *
     * @param settings configuration parameters and their values
     * @return the server, which takes connections
     */
    public static PostgresServer start(Map<String, String> settings) {
        try {
            return start(newFolder(), settings, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a server that also takes encrypted connections, and starts it.
     *
     * @param settings configuration parameters and their values
     * @param certificate what it shows
     * @return the server, which takes connections
     */
    public static PostgresServer start(Map<String, String> settings, SelfSignedCertificate certificate) {
        try {
            Path folder = newFolder();
            Map<String, String> all = new HashMap<>(settings);
            all.put("ssl", "on");
            all.put("ssl_cert_file", readableByServer(certificate.certificate(), folder));
            all.put("ssl_key_file", readableByServer(certificate.key(), folder));
            return start(folder, all, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a server that lets nobody in without a password (SCRAM-SHA-256), and starts it.
     *
     * @param settings configuration parameters and their values
     * @param password of {@link #user}, not empty; letters and digits
     * @return the server, which takes connections
     */
    public static PostgresServer start(Map<String, String> settings, String password) {
        try {
            return start(newFolder(), settings, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresServer start(Path folder, Map<String, String> settings, String password) throws IOException {
        PostgresServer server = new PostgresServer(folder, Map.copyOf(settings), password);
        boolean complete = false;
        try {
            server.initialise();
            server.launch();
            complete = true;
            return server;
        } finally {
            if (!complete) {
                server.abandon();
            }
        }
    }

    private void abandon() {
        if (engine != null) {
            engine.kill();
        }
        EngineProcess.delete(folder);
    }

    private static Path newFolder() throws IOException {
        Path folder = Files.createTempDirectory("aetherflow-postgres-data-");
        ServerUser.own(folder);
        return folder;
    }

    /** PostgreSQL takes a key only from a file that is its own and nobody else's. */
    private static String readableByServer(Path file, Path folder) throws IOException {
        Path copy = Files.copy(file, folder.resolve(file.getFileName()));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        ServerUser.own(copy);
        return copy.toString();
    }

    private void initialise() throws IOException {
        List<String> command =
                command("initdb", "-D", data(), "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync", "-A");
        if (password.isEmpty()) {
            command.add("trust");
        } else {
            Path file = Files.writeString(folder.resolve("password"), password);
            ServerUser.own(file);
            command.addAll(List.of("scram-sha-256", "--pwfile=" + file));
        }
        EngineProcess.run(command, folder, log());
    }

    private void launch() {
        List<String> command = command("postgres", "-D", data(), "-h", "127.0.0.1", "-p", Integer.toString(port));
        command.addAll(List.of("-c", "unix_socket_directories=", "-c", "max_connections=200"));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        engine = EngineProcess.start(command, folder, log());
        awaitReady();
    }

    private void awaitReady() {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        Path status = Path.of(data(), "postmaster.pid");
        while (!isReady(status)) {
            if (System.nanoTime() > limit || !running().isAlive()) {
                throw new IllegalStateException("PostgreSQL does not start: " + output());
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw EngineProcess.interrupted();
            }
        }
    }

    /** The server says in the last line of this file that it takes connections, and in the first which process it is. */
    private boolean isReady(Path status) {
        try {
            List<String> lines = Files.readAllLines(status);
            return lines.size() >= 8
                    && lines.get(7).strip().equals("ready")
                    && lines.get(0).strip().equals(Long.toString(running().pid()));
        } catch (IOException e) {
            return false; // not written yet
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
     * Returns the user that owns all databases.
     *
     * @return the name
     */
    public String user() {
        return USER;
    }

    /**
     * Makes an empty database.
     *
     * @return its JDBC URL, user and password included
     */
    public String newDatabase() {
        String name = "test" + databases.incrementAndGet();
        execute(url("postgres"), "CREATE DATABASE " + name);
        return url(name);
    }

    /** Runs a statement that brings no result, on a connection of its own. */
    static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refuses: " + sql, e);
        }
    }

    /**
     * Returns the JDBC URL of a database.
     *
     * @param database its name
     * @return the URL, user and password included
     */
    public String url(String database) {
        String login = password.isEmpty() ? "" : "&password=" + password;
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER + login;
    }

    /** Stops all of the server's processes where they are (SIGSTOP). */
    public void pause() {
        running().pause();
    }

    /** Lets a paused server go on. */
    public void resume() {
        running().resume();
    }

    /** Kills all of the server's processes (SIGKILL), as a crash of the machine's software does; the data stays. */
    public void kill() {
        running().kill();
    }

    /** Stops the server, if it runs, and starts it again with the same data on the same port. */
    public void restart() {
        stop();
        launch();
    }

    /** Stops the server, cutting its connections, and deletes its data. */
    @Override
    public void close() {
        try {
            stop();
        } finally {
            EngineProcess.delete(folder);
        }
    }

    private void stop() {
        running().stop("INT"); // PostgreSQL's fast shutdown
    }

    private EngineProcess running() {
        if (engine == null) {
            throw new IllegalStateException("not started");
        }
        return engine;
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<String> command(String program, String... arguments) {
        List<String> command = ServerUser.prefix();
        command.add(PostgresBinaries.folder().resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
