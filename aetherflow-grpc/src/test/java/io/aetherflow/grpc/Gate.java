// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Holds work back while it is shut, and passes it on in order when it opens. */
final class Gate implements Executor {
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean shut;

    synchronized void shut() {
        shut = true;
    }

    synchronized void open() {
        shut = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    @Override
    public synchronized void execute(Runnable work) {
        if (shut) {
            held.add(work);
        } else {
            work.run();
        }
    }

    synchronized int held() {
        return held.size();
    }
}
