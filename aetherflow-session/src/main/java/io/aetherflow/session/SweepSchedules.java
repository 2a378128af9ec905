// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.core.Registration;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The executors that sweep for one manager, until it is closed. */
final class SweepSchedules {
    private final Runnable sweep;
    private final Set<Future<?>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SweepSchedules(Runnable sweep) {
        this.sweep = sweep;
    }

    Registration start(ScheduledExecutorService executor, Duration interval) {
        long millis = interval.toMillis();
        Future<?> schedule = executor.scheduleWithFixedDelay(sweep, millis, millis, TimeUnit.MILLISECONDS);
        running.add(schedule);
        if (closed) {
            stop(schedule); // closed meanwhile, perhaps too early to see this one
        }
        return () -> stop(schedule);
    }

    void close() {
        closed = true;
        running.forEach(this::stop);
    }

    private void stop(Future<?> schedule) {
        schedule.cancel(false);
        running.remove(schedule);
    }
}
