// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ConnectionClosedException;
import io.aetherflow.quantum.QuantumTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How application threads get at one connection: under the endpoint's lock, at once, waiting, or later; afterwards the endpoint's thread
 * looks after the connection.
 */
final class ConnectionAccess {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /** A future whose attempt goes on. */
    private record Pending<T>(Attempt<T> attempt, CompletableFuture<T> future, Consumer<? super T> unwanted) {
        /** Whether it is over. */
        boolean tryAgain(Callbacks callbacks, @Nullable CloseReason reason) {
            if (future.isDone()) {
                return true;
            }
            T result = attempt.make();
            if (result != null) {
                callbacks.later(() -> complete(result));
            } else if (reason != null) {
                callbacks.later(() -> future.completeExceptionally(new ConnectionClosedException(reason)));
            }
            return result != null || reason != null;
        }

        private void complete(T result) {
            if (!future.complete(result)) {
                unwanted.accept(result);
            }
        }
    }

    private final NioEndpoint endpoint;
    private final DrivenConnection connection;
    private final ReentrantLock lock;
    private final Condition changed;
    private final List<Pending<?>> pending = new ArrayList<>(1);

    ConnectionAccess(NioEndpoint endpoint, DrivenConnection connection) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.lock = endpoint.lock();
        this.changed = lock.newCondition();
    }

    /** Reads something under the lock. */
    <T> T read(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** Does something under the lock that does not wait. */
    <T> T change(Supplier<T> action) {
        T result;
        lock.lock();
        try {
            result = action.get();
            endpoint.lookAfter(connection);
        } finally {
            lock.unlock();
        }
        endpoint.callbacks().runIfOver();
        return result;
    }

    /** Does something under the lock that does not wait. */
    void change(Runnable action) {
        change(() -> {
            action.run();
            return true;
        });
    }

    /** Does something under the lock that ends the waiting of others. */
    void changeForAll(Runnable action) {
        change(() -> {
            action.run();
            wake();
        });
    }

    /**
     * Tries something until it is done or the time is over, at least once.
     *
     * @throws ConnectionClosedException if the connection is over and it is still not done
     * @throws QuantumTimeoutException if the time is over
     */
    <T> T await(Attempt<T> attempt, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos(timeout);
            while (true) {
                T result = attempt.make();
                endpoint.lookAfter(connection);
                if (result != null) {
                    return result;
                }
                requireOpen();
                if (left <= 0) {
                    throw new QuantumTimeoutException(timeout, 0);
                }
                endpoint.requireMayWait();
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A timeout in nanoseconds, as many as there can be at most. */
    static long nanos(Duration timeout) {
        return timeout.compareTo(LONGEST) < 0 ? Math.max(0, timeout.toNanos()) : Long.MAX_VALUE;
    }

    /**
     * Tries something now and whenever something has changed, until it is done or the connection is over.
     *
     * @param unwanted takes a result that came after the future was cancelled
     */
    <T> CompletableFuture<T> later(Attempt<T> attempt, Consumer<? super T> unwanted) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Pending<T> entry = new Pending<>(attempt, future, unwanted);
        change(() -> {
            if (!entry.tryAgain(endpoint.callbacks(), connection.core().closeReason())) {
                pending.add(entry);
            }
        });
        return future;
    }

    /** Something has changed: whoever waits tries again. Under the lock. */
    void wake() {
        changed.signalAll();
        if (pending.isEmpty()) {
            return;
        }
        for (Iterator<Pending<?>> all = pending.iterator(); all.hasNext(); ) {
            if (all.next().tryAgain(endpoint.callbacks(), connection.core().closeReason())) {
                all.remove();
            }
        }
    }

    /** Throws if the connection is over. Under the lock. */
    void requireOpen() {
        CloseReason reason = connection.core().closeReason();
        if (reason != null) {
            throw new ConnectionClosedException(reason);
        }
    }
}
