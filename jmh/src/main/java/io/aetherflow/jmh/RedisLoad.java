// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Threads that ask one product for something, again and again. */
final class RedisLoad implements AutoCloseable {
    private static final int SESSIONS_PER_USER = 10;

    private final RedisPeer peer;
    private final int threads;
    private final ExecutorService executor;
    private final List<Object> ids = new ArrayList<>();
    private final AtomicInteger created = new AtomicInteger();

    RedisLoad(RedisPeer peer, int threads) {
        this.peer = peer;
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    int created() {
        return created.get();
    }

    void create() {
        peer.create(created.getAndIncrement() / SESSIONS_PER_USER);
    }

    void find() {
        peer.find(anyId());
    }

    void heartbeat() {
        peer.heartbeat(anyId());
    }

    Object anyId() {
        return ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
    }

    /** Creates the sessions that will be asked for. */
    void prepare(int count) throws Exception {
        while (ids.size() < count) {
            ids.add(peer.create(created.getAndIncrement() / SESSIONS_PER_USER));
        }
    }

    /** Creates sessions until so many are there. */
    void growTo(int size) throws Exception {
        inAllThreads(thread -> {
            while (created.get() < size) {
                create();
            }
        });
    }

    /** Does something as often as it can be done; returns how often per second. */
    double perSecond(long nanos, Runnable action) throws Exception {
        long start = System.nanoTime();
        AtomicInteger done = new AtomicInteger();
        inAllThreads(thread -> {
            int count = 0;
            while (System.nanoTime() - start < nanos) {
                action.run();
                count++;
            }
            done.addAndGet(count);
        });
        return done.get() * 1e9 / (System.nanoTime() - start);
    }

    /** Does something so often per second, by so many threads in turn; returns how long after the time that it was due each was done. */
    Latencies at(double perSecond, int users, long nanos, Runnable action) throws Exception {
        Latencies all = new Latencies();
        long interval = (long) (users * 1e9 / perSecond);
        long start = System.nanoTime();
        inThreads(users, thread -> {
            Latencies own = new Latencies();
            for (long due = start + thread * interval / users; due - start < nanos; due += interval) {
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                action.run();
                own.add(System.nanoTime() - due);
            }
            synchronized (all) {
                all.addAll(own);
            }
        });
        return all;
    }

    private void inAllThreads(Consumer<Integer> work) throws Exception {
        inThreads(threads, work);
    }

    private void inThreads(int count, Consumer<Integer> work) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int thread = i;
            tasks.add(() -> {
                work.accept(thread);
                return null;
            });
        }
        for (Future<Void> done : executor.invokeAll(tasks)) {
            done.get();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        peer.close();
    }
}
