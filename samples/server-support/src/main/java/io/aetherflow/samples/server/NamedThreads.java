// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A factory of daemon threads that are numbered under one prefix: {@code session-server-call-1}. */
public final class NamedThreads implements ThreadFactory {
    private final String prefix;
    private final AtomicInteger last = new AtomicInteger();

    /**
     * Creates a factory.
     *
     * @param prefix the start of the names; a dash and a number follow
     */
    public NamedThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, prefix + "-" + last.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
