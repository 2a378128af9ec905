// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many connections of an endpoint are not over, and who waits until none is left. Under the endpoint's lock. */
final class ConnectionCount {
    private final Condition noneLeft;
    private int count;
    private boolean ended;

    ConnectionCount(ReentrantLock lock) {
        this.noneLeft = lock.newCondition();
    }

    void begun() {
        count++;
    }

    void over() {
        count--;
        if (count == 0) {
            noneLeft.signalAll();
        }
    }

    /** The endpoint ends: nobody needs to wait any more. */
    void end() {
        ended = true;
        noneLeft.signalAll();
    }

    /** Waits until none is left. False if the time is over, or the endpoint has ended, before that. */
    boolean awaitNone(Duration timeout) throws InterruptedException {
        long left = ConnectionAccess.nanos(timeout);
        while (count > 0 && left > 0 && !ended) {
            left = noneLeft.awaitNanos(left);
        }
        return count == 0;
    }
}
