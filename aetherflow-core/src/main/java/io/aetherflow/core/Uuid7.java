// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.core;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A source of time-ordered identifiers, UUID version 7 of RFC 9562. Every id is greater than the one before from the same
 * source, in the order of their text and of their unsigned bytes ({@link UUID#compareTo} compares signed halves and
 * agrees only while both ids have the same top bit, which holds until the year 6429).
 *
 * <p>Layout, from the top: 48 bits of Unix milliseconds, 4 bits version, then a 26-bit counter (12 bits of
 * {@code rand_a} and the upper 14 of {@code rand_b}, RFC 9562 section 6.2 method 1), 2 bits variant in between, and
 * 48 fresh random bits. The counter starts at a random value below 2^25 in each new millisecond and grows by one for
 * each id in the same millisecond. When the clock steps back, ids go on from the latest millisecond seen; when the
 * counter is used up, the timestamp runs one millisecond ahead of the clock.
 *
 * <p>The ids are unique, not secret: do not use one as a credential. Safe for use by several threads.
 */
public final class Uuid7 {
    private static final int COUNTER_BITS = 26;
    private static final int COUNTER_START_BITS = COUNTER_BITS - 1;
    private static final int COUNTER_LOW_BITS = 14;
    private static final long COUNTER_LOW_MASK = (1L << COUNTER_LOW_BITS) - 1;
    private static final int RANDOM_BITS = 48;
    private static final long RANDOM_MASK = (1L << RANDOM_BITS) - 1;
    private static final long MAX_MILLIS = (1L << 48) - 1;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final RandomGenerator random;

    // Guarded by this.
    private long lastMillis = -1;
    private long counter;

    /**
     * Creates a source.
     *
     * @param clock wall clock, read once per id
     * @param random randomness for the counter's start and the tail; used by one thread at a time
     */
    public Uuid7(InstantSource clock, RandomGenerator random) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Returns a source on the system's clock, with a fast generator seeded from {@link SecureRandom}.
     *
     * @return a new source
     */
    public static Uuid7 system() {
        byte[] seed = new SecureRandom().generateSeed(16);
        return new Uuid7(
                Clock.systemUTC(), RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    }

    /**
     * Returns the next id.
     *
     * @return an id greater than every id this source returned before
     * @throws IllegalStateException if the clock is before 1970 or after the year 10889, where 48 bits end
     */
    public UUID next() {
        long now = clock.millis();
        long millis;
        long count;
        long tail;
        synchronized (this) {
            advance(now);
            millis = lastMillis;
            count = counter;
            tail = random.nextLong() & RANDOM_MASK;
        }
        long high = millis << 16 | VERSION_7 | count >>> COUNTER_LOW_BITS;
        long low = VARIANT_RFC | (count & COUNTER_LOW_MASK) << RANDOM_BITS | tail;
        return new UUID(high, low);
    }

    private void advance(long now) {
        if (now > lastMillis || lastMillis < 0) {
            startMillisecond(now);
        } else if (++counter >>> COUNTER_BITS != 0) {
            startMillisecond(lastMillis + 1);
        }
    }

    private void startMillisecond(long millis) {
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalStateException("clock reads " + millis + " ms, allowed is 0 to " + MAX_MILLIS);
        }
        lastMillis = millis;
        counter = random.nextLong() >>> Long.SIZE - COUNTER_START_BITS;
    }
}
