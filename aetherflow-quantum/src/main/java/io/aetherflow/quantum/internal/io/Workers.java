// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what must not hold up an endpoint's thread. */
final class Workers {
    private static final int IDLE_SECONDS = 10;

    private Workers() {}

    /** Daemon threads that end when there is nothing to do. A task that the queue has no room for, or that comes after the end, is dropped. */
    static ThreadPoolExecutor pool(int threads, BlockingQueue<Runnable> queue, String threadName) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                queue,
                task -> {
                    Thread thread = new Thread(task, threadName);
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
