// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The one thread on which everything of a user happens. The network posts to it; the user's script waits and pumps on it. */
public final class UserThread {
    private static final long PATIENCE_SECONDS = 60;

    private final String userId;
    private final BlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
    private volatile @Nullable Throwable failure;
    private volatile boolean closing;

    UserThread(String userId) {
        this.userId = userId;
    }

    /**
     * Has something run on this thread.
     *
     * @param work to be run soon
     */
    public void post(Runnable work) {
        posted.add(work);
    }

    /** Ends the user's run with a failure, unless it is over anyway. */
    void fail(Throwable reason) {
        if (!closing) {
            failure = reason;
            post(() -> {});
        }
    }

    /** From now on, failures are what closing looks like. */
    void closing() {
        closing = true;
    }

    /** Runs what is posted, without waiting. */
    void pump() {
        for (Runnable work = posted.poll(); work != null; work = posted.poll()) {
            work.run();
        }
        requireHealthy();
    }

    /**
     * Runs what is posted until a condition holds.
     *
     * @param what what is waited for
     * @param condition asked after each piece of work
     * @throws InterruptedException if the thread is interrupted
     */
    public void await(String what, BooleanSupplier condition) throws InterruptedException {
        pump();
        while (!condition.getAsBoolean()) {
            Runnable work = posted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (work == null) {
                throw new IllegalStateException(
                        userId + " waited " + PATIENCE_SECONDS + " s for " + what + ", and nothing happened");
            }
            work.run();
            requireHealthy();
        }
    }

    private void requireHealthy() {
        if (failure != null) {
            throw new IllegalStateException(userId + " cannot go on: " + failure.getMessage(), failure);
        }
    }
}
