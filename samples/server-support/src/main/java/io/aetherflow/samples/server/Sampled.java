// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * A value that is read again only when it is a second old, for several gauges over one costly reading. A reading that
 * fails is not repeated sooner, so that a scrape waits once for a store that is down. Safe for use by several threads.
 *
 * @param <T> the value's type
 */
public final class Sampled<T> {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final Supplier<T> source;
    private Optional<T> value = Optional.empty();
    private long readAt = System.nanoTime() - MAX_AGE.toNanos();

    /**
     * Creates a value that has not been read.
     *
     * @param source reads it
     */
    public Sampled(Supplier<T> source) {
        this.source = source;
    }

    /**
     * Returns the value.
     *
     * @return the value, at most a second old, or empty if the last reading failed
     */
    public synchronized Optional<T> value() {
        if (System.nanoTime() - readAt >= MAX_AGE.toNanos()) {
            try {
                value = Optional.of(source.get());
            } catch (RuntimeException e) {
                value = Optional.empty(); // the store's watch logs why
            }
            readAt = System.nanoTime();
        }
        return value;
    }

    /**
     * Begins a gauge of a part of the value.
     *
     * @param name the meter's name
     * @param part takes the part
     * @return a builder of a gauge that is NaN while the value cannot be read
     */
    public Gauge.Builder<Sampled<T>> gauge(String name, ToDoubleFunction<T> part) {
        return Gauge.builder(
                        name,
                        this,
                        sampled -> sampled.value()
                                .map(read -> part.applyAsDouble(read))
                                .orElse(Double.NaN))
                .strongReference(true);
    }
}
