// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The stop signal of a real process: SIGTERM and SIGINT, seen as the start of the JVM's shutdown.
 *
 * <p>A JVM ended by SIGTERM exits with 143 however well it stopped. The hook therefore keeps the shutdown open until
 * the server has stopped and then halts the JVM with the server's own exit code; other shutdown hooks run beside it
 * and may be cut short. A handler of {@code sun.misc.Signal} would do the same with an API that javac warns about.
 */
final class ShutdownHook implements StopSignal {
    private static final int EXIT_HANGS = 1;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Duration limit;
    private final Thread thread;

    private ShutdownHook(String name, Duration limit) {
        this.limit = limit;
        this.thread = new Thread(this::onShutdown, name + "-shutdown");
    }

    /**
     * Installs a hook in the running JVM.
     *
     * @param name the server's name, in the thread's name
     * @param limit how long stopping may take before the JVM is halted all the same
     */
    static ShutdownHook install(String name, Duration limit) {
        ShutdownHook hook = new ShutdownHook(name, limit);
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    @Override
    public void await() throws InterruptedException {
        requested.await();
    }

    @Override
    public void finished(int code) {
        exitCode.complete(code);
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The shutdown is under way: the hook has waited for this code and ends the JVM with it.
        }
    }

    private void onShutdown() {
        requested.countDown();
        int code = awaitExitCode();
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    private int awaitExitCode() {
        try {
            return exitCode.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return EXIT_HANGS;
        }
    }
}
