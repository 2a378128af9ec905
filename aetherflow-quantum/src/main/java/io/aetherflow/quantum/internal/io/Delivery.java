// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners of one connection, or of an endpoint, one call at a time and in order. The next thing is taken from its source only
 * when the call before has returned, so that a slow listener leaves things where flow control sees them.
 */
final class Delivery {
    /** What there is to deliver. */
    interface Source {
        /** The next call, or null if there is none at present. Under the lock. */
        @Nullable
        Runnable next();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /** After so many calls others have their turn. */
    private static final int BATCH = 64;

    private final ReentrantLock lock;
    private final Callbacks callbacks;
    private final Source source;
    /** What is being called, or waits for the executor. */
    private @Nullable Runnable current;

    Delivery(ReentrantLock lock, Callbacks callbacks, Source source) {
        this.lock = lock;
        this.callbacks = callbacks;
        this.source = source;
    }

    /** There may be something to deliver. Under the lock. */
    void wake() {
        if (current == null) {
            current = source.next();
            if (current != null) {
                callbacks.later(this::run);
            }
        }
    }

    private void run() {
        int calls = 0;
        for (Runnable call = first(); call != null; call = next(++calls)) {
            call(call);
        }
    }

    private @Nullable Runnable first() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Runnable next(int calls) {
        lock.lock();
        try {
            current = source.next();
            if (current == null || calls < BATCH || callbacks.isOver()) {
                return current;
            }
            callbacks.later(this::run);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private static void call(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) { // whatever a listener throws must not end the thread, which is not its own
            LOG.error("a listener has failed", e);
        }
    }
}
