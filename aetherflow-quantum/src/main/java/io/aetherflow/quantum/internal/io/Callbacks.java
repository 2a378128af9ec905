// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of the application's code, which must not happen under the endpoint's lock: they wait here until the endpoint's thread has
 * released it, and then go to the executor.
 */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private final ReentrantLock lock;
    private final Executor executor;
    private final Runnable wakeUp;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    /** How many wait, to be looked at without the lock. */
    private volatile int size;

    private volatile boolean over;

    /**
     * @param executor runs the calls
     * @param wakeUp has the endpoint's thread call {@link #run} soon
     */
    Callbacks(ReentrantLock lock, Executor executor, Runnable wakeUp) {
        this.lock = lock;
        this.executor = executor;
        this.wakeUp = wakeUp;
    }

    /** Has something called. Under the lock. */
    void later(Runnable call) {
        waiting.add(call);
        size = waiting.size();
        wakeUp.run();
    }

    /** Hands on what waits by now. The endpoint's thread, without the lock. Returns whether there was anything. */
    boolean run() {
        int handedOn = 0;
        for (int n = size; handedOn < n; handedOn++) {
            handOn(take());
        }
        return handedOn > 0;
    }

    private void handOn(Runnable call) {
        try {
            executor.execute(call);
        } catch (RejectedExecutionException e) {
            LOG.warn("the executor of listeners refuses a call, which runs on the endpoint's thread", e);
            call.run();
        }
    }

    /** The endpoint's thread ends: whoever adds a call from now on has to {@link #runIfOver}. Without the lock. */
    void end() {
        over = true;
        runIfOver();
    }

    /** Hands on what waits if the endpoint's thread will not. Without the lock. */
    void runIfOver() {
        while (over && run()) {
            // until nothing is left
        }
    }

    boolean isOver() {
        return over;
    }

    private Runnable take() {
        lock.lock();
        try {
            Runnable call = waiting.poll();
            size = waiting.size();
            return call == null ? () -> {} : call;
        } finally {
            lock.unlock();
        }
    }
}
