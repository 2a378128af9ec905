// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes an endpoint go round: a thread of its own, or a host that calls {@link #runOnce}. */
final class Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    private final NioEndpoint endpoint;
    /** Held by whoever drives a host's endpoint. */
    private final ReentrantLock driving = new ReentrantLock();
    /** Null if the host drives it. */
    private final @Nullable Thread own;
    /** Who drives it at present, or did so last. */
    private volatile @Nullable Thread current;

    private boolean ended;

    Driver(NioEndpoint endpoint, String name, boolean driven) {
        this.endpoint = endpoint;
        this.own = driven ? null : new Thread(this::run, name);
        this.current = own;
    }

    void start() {
        if (own != null) {
            own.setDaemon(true);
            own.start();
        }
    }

    /** Whether this thread is the one that drives the endpoint. */
    boolean isThisThread() {
        return Thread.currentThread() == current;
    }

    /** Throws if this thread must not wait for the endpoint: nobody else would drive it. */
    void requireMayWait() {
        if (isThisThread()) {
            throw new IllegalStateException(
                    "the endpoint's own thread would wait for itself; give listeners an executor, or do not wait");
        }
    }

    private void run() {
        while (turn(Long.MAX_VALUE)) {
            // until it is closed
        }
        endpoint.end();
    }

    /** Drives a host's endpoint once; false once it is closed. */
    boolean runOnce(long nanos) {
        if (own != null) {
            throw new IllegalStateException("the endpoint has a thread of its own");
        }
        driving.lock();
        try {
            current = Thread.currentThread();
            boolean open = turn(nanos);
            if (!open) {
                end();
            }
            return open;
        } finally {
            driving.unlock();
        }
    }

    /** One round, and a wait for the next. False once the endpoint is closed or has failed. */
    private boolean turn(long maxWaitNanos) {
        try {
            long wait = endpoint.turn();
            if (wait >= 0 && !endpoint.callbacks().run()) {
                endpoint.await(Math.min(wait, maxWaitNanos));
            }
            return wait >= 0;
        } catch (IOException | RuntimeException e) {
            LOG.error("endpoint {} has failed", endpoint.localAddress(), e);
            return false;
        }
    }

    /** The endpoint was closed: waits until everybody was told, unless this is the thread that tells them. */
    void awaitEnd() {
        if (own == null) {
            driving.lock();
            try {
                end();
            } finally {
                driving.unlock();
            }
        } else if (!isThisThread()) {
            join(own);
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            endpoint.end();
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
