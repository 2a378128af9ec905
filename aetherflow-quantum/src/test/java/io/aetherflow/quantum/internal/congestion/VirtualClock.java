// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that jumps from event to event. Starts below zero, as a monotonic clock may. */
final class VirtualClock {
    static final long START = -123_456_789_000L;

    private record Event(long time, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::order));
    private long now = START;
    private long order;

    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(time, now), order++, action));
    }

    void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    void run(double seconds) {
        long end = now + seconds(seconds);
        while (!events.isEmpty() && events.peek().time() <= end) {
            Event event = events.remove();
            now = event.time();
            event.action().run();
        }
        now = end;
    }

    static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    static long millis(double millis) {
        return (long) (millis * 1e6);
    }
}
