// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.function.Predicate;

/** One link: a rate, a delay, a drop-tail queue, random loss behind it, perhaps a policer before it. */
final class Bottleneck {
    private static final double NANOS_PER_SECOND = 1e9;

    final VirtualClock clock;
    final long oneWayDelay;
    private final Random random;
    private final ArrayDeque<Runnable> arrivals = new ArrayDeque<>();
    private final ArrayDeque<Integer> sizes = new ArrayDeque<>();
    private long queued;
    private boolean busy;
    double rate;
    long queueLimit = Long.MAX_VALUE;
    double loss;
    Predicate<Integer> policer = size -> true;
    long dropped;
    long entered;

    /** @param megabits the rate, in 10^6 bits a second */
    Bottleneck(VirtualClock clock, double megabits, double rttMillis, long seed) {
        this.clock = clock;
        rate = bytesPerSecond(megabits);
        oneWayDelay = VirtualClock.millis(rttMillis / 2);
        random = new Random(seed);
    }

    static double bytesPerSecond(double megabits) {
        return megabits * 1e6 / 8;
    }

    /** Bandwidth-delay product, in bytes. */
    long bdp() {
        return (long) (rate * 2 * oneWayDelay / NANOS_PER_SECOND);
    }

    Bottleneck queue(long bytes) {
        queueLimit = bytes;
        return this;
    }

    Bottleneck loss(double probability) {
        loss = probability;
        return this;
    }

    /** Only so many bytes a second pass, and a burst; the rest is dropped. */
    void police(double bytesPerSecond, long burst) {
        double[] tokens = {burst};
        long[] filled = {clock.now()};
        policer = size -> {
            tokens[0] = Math.min(burst, tokens[0] + (clock.now() - filled[0]) * bytesPerSecond / NANOS_PER_SECOND);
            filled[0] = clock.now();
            boolean passes = tokens[0] >= size;
            tokens[0] -= passes ? size : 0;
            return passes;
        };
    }

    void send(int size, Runnable arrival) {
        entered++;
        if (!policer.test(size) || queued + size > queueLimit) {
            dropped++;
            return;
        }
        arrivals.add(arrival);
        sizes.add(size);
        if (busy) {
            queued += size;
        } else {
            serve();
        }
    }

    private void serve() {
        busy = true;
        int size = sizes.remove();
        Runnable arrival = arrivals.remove();
        clock.after((long) (size / rate * NANOS_PER_SECOND), () -> {
            if (random.nextDouble() >= loss) {
                clock.after(oneWayDelay, arrival);
            } else {
                dropped++;
            }
            busy = false;
            if (!sizes.isEmpty()) {
                queued -= sizes.peek();
                serve();
            }
        });
    }
}
