// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.StateSyncException;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A node as a process of its own. It takes a lock, says so, waits for a line on its input, and writes under the lock's
 * fence. It can be paused by its process id, as a machine that swaps or a JVM that collects garbage is.
 */
final class LockHolderProcess implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(1);
    static final String USER = "holder";

    private static final String HOLDING = "holding";

    private final Process process;
    private final BufferedReader output;

    private LockHolderProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** Starts a node, which holds the document's lock when this returns. */
    static LockHolderProcess start(String url, UUID docId) throws IOException {
        LockHolderProcess holder = new LockHolderProcess(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolderProcess.class.getName(),
                        url,
                        docId.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        if (!HOLDING.equals(holder.output.readLine())) {
            throw new AssertionError("the node did not take the lock");
        }
        return holder;
    }

    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Tells it to write; it may be paused. */
    void tellToWrite() throws IOException {
        process.outputWriter().write("write\n");
        process.outputWriter().flush();
    }

    /** Returns what became of the write. */
    String outcome() throws IOException {
        return output.readLine();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The node: URL and document are the arguments. */
    public static void main(String[] arguments) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        UUID docId = UUID.fromString(arguments[1]);
        Caller caller = Caller.of(USER, "tab");
        try (StateSyncManager manager = new StateSyncManager(new PostgresStateStore(dataSource))) {
            DocumentLock lock = manager.acquireLock(caller, docId, LEASE);
            System.out.println(HOLDING);
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
            ClientOperation late = new ClientOperation(1, OperationType.TEXT, Payload.utf8("[\"late\"]"));
            manager.apply(caller, new Submission(docId, USER, 1, List.of(late)).withFence(lock.fence()));
            System.out.println("written");
        } catch (StateSyncException e) {
            System.out.println(e.getClass().getSimpleName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
