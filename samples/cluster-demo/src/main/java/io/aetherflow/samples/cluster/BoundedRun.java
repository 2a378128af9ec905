// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A run on a thread of its own. It is interrupted when it takes too long or when this JVM is asked to end, and waited for
 * either way, so that it can take down what it has set up.
 */
final class BoundedRun {
    private static final int PATIENCE_SECONDS = 30;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Thread onExit = new Thread(this::exit, "end-run");
    private volatile boolean exiting;

    /** Tells whether this JVM is about to end. */
    boolean isExiting() {
        return exiting;
    }

    /** Does the work; to be called once. */
    <T> T call(Callable<T> work, int limitSeconds) throws Exception {
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            return thread.submit(work).get(limitSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw exiting ? new InterruptedException("interrupted") : e;
        } catch (TimeoutException e) {
            throw new TimeoutException("the run has not ended within " + limitSeconds + " s and is given up (--limit)");
        } finally {
            end();
            forgetHook();
        }
    }

    private void exit() {
        exiting = true;
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // the JVM is going down, by this hook
        }
    }
}
