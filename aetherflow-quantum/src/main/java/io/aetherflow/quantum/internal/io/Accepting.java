// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections from outside that are established and wait for the application, which takes them one by one or has a listener. */
final class Accepting implements Delivery.Source {
    private static final int MAX_WAITING = 1_024;

    private final NioEndpoint endpoint;
    private final ReentrantLock lock;
    private final Condition changed;
    private final Delivery delivery;
    private final Deque<DrivenConnection> waiting = new ArrayDeque<>();
    private @Nullable Consumer<? super QuantumConnection> listener;

    Accepting(NioEndpoint endpoint) {
        this.endpoint = endpoint;
        this.lock = endpoint.lock();
        this.changed = lock.newCondition();
        this.delivery = new Delivery(lock, endpoint.callbacks(), this);
    }

    /** Adds a connection; false if too many wait. Under the lock. */
    boolean offer(DrivenConnection connection) {
        if (waiting.size() == MAX_WAITING) {
            return false;
        }
        waiting.add(connection);
        changed.signal();
        delivery.wake();
        return true;
    }

    QuantumConnection take(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = ConnectionAccess.nanos(timeout);
            while (waiting.isEmpty()) {
                endpoint.requireOpen();
                if (left <= 0) {
                    throw new QuantumTimeoutException(timeout, 0);
                }
                endpoint.requireMayWait();
                left = changed.awaitNanos(left);
            }
            return waiting.remove();
        } finally {
            lock.unlock();
        }
    }

    void listen(Consumer<? super QuantumConnection> newListener) {
        lock.lock();
        try {
            endpoint.requireOpen();
            listener = newListener;
            delivery.wake();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing comes any more. Under the lock. */
    void end() {
        changed.signalAll();
    }

    @Override
    public @Nullable Runnable next() {
        Consumer<? super QuantumConnection> called = listener;
        DrivenConnection connection = called == null ? null : waiting.poll();
        return called == null || connection == null ? null : () -> called.accept(connection);
    }
}
