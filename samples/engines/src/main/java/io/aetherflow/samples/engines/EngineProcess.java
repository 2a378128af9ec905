// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server as a child process, which dies with this JVM at the latest: started, paused and killed by process id. Not safe
 * for use by several threads.
 */
public final class EngineProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final Thread onExit;

    private EngineProcess(Process process) {
        this.process = process;
        this.onExit = new Thread(this::kill, "stop-" + process.pid());
        try {
            Runtime.getRuntime().addShutdownHook(onExit);
        } catch (IllegalStateException e) {
            kill(); // the JVM is going down, and nobody else would
            throw e;
        }
    }

    /** Starts a command in a folder, its output going to a file there. */
    static EngineProcess start(List<String> command, Path folder, Path output) {
        return start(command, Map.of(), folder, output);
    }

    /**
     * Starts a command.
     *
     * @param command the program and its arguments
     * @param environment variables beside those of this process
     * @param folder where it runs
     * @param output the file that its output is added to
     * @return the process
     */
    public static EngineProcess start(List<String> command, Map<String, String> environment, Path folder, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return new EngineProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    /** Runs a command to its end. */
    static void run(List<String> command, Path folder, Path output) {
        try (EngineProcess engine = start(command, folder, output)) {
            if (engine.process.waitFor() != 0) {
                throw new IllegalStateException(command.get(0) + " failed with " + engine.process.exitValue() + ": "
                        + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /**
     * Finds a port of this machine's loopback that nobody listens on.
     *
     * @return the port
     */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tells whether the process runs.
     *
     * @return whether it has not ended
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Stops the process and its children where they are (SIGSTOP), as a machine does that hangs. */
    void pause() {
        signal("STOP");
    }

    /** Lets a paused process go on. */
    void resume() {
        signal("CONT");
    }

    /** Asks the process to end by a signal, if it runs, and waits for it; kills it if it does not. */
    void stop(String signal) {
        try {
            if (process.isAlive()) {
                resume();
                signalOnly(process.toHandle(), signal);
                process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            kill();
        }
    }

    /** Kills the process and its children (SIGKILL) and waits until they are gone. May run beside the JVM's shutdown. */
    public synchronized void kill() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
        forgetHook();
    }

    @Override
    public void close() {
        kill();
    }

    private List<ProcessHandle> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    private void signal(String signal) {
        all().forEach(handle -> signalOnly(handle, signal));
    }

    private static void signalOnly(ProcessHandle handle, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(handle.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // the JVM is going down, and the hook has nothing left to do
        }
    }

    static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a server");
    }

    /**
     * Deletes a folder with all that is in it.
     *
     * @param folder the folder
     */
    public static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
