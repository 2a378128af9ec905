// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool of a fixed number of named threads before a bounded queue. When the queue is full the submitting thread runs
 * the task itself: nothing is lost, and the network thread that submits reads no further meanwhile.
 */
final class WorkerPool {
    private static final long IDLE_SECONDS = 60;

    private WorkerPool() {}

    /**
     * Creates a pool.
     *
     * @param threadPrefix what the threads' names begin with
     * @param threads the number of threads, started when needed and ended after a minute without work
     * @param maxQueued the greatest number of tasks that wait
     */
    static ThreadPoolExecutor create(String threadPrefix, int threads, int maxQueued) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxQueued),
                new NamedThreads(threadPrefix),
                new ThreadPoolExecutor.CallerRunsPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
