// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Uuid7Test {
    private static final long RFC_EXAMPLE_MILLIS = 0x017F22E279B0L;

    private final AtomicLong millis = new AtomicLong(RFC_EXAMPLE_MILLIS);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());

    @Test
    void carriesTimestampVersionAndVariantOfRfc9562() {
        UUID id = new Uuid7(clock, new SplittableRandom(1)).next();

        assertThat(id.toString()).startsWith("017f22e2-79b0-7");
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void idsOfOneMillisecondGrow() {
        assertAscending(new Uuid7(clock, new SplittableRandom(2)), 100_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void idsGrowWhileTheClockJumpsBothWays(long seed) {
        SplittableRandom jumps = new SplittableRandom(seed);
        InstantSource wild = () -> Instant.ofEpochMilli(millis.addAndGet(jumps.nextLong(-5, 6)));

        assertAscending(new Uuid7(wild, new SplittableRandom(seed)), 20_000);
    }

    @Test
    void usedUpCounterRunsTheTimestampOneMillisecondAhead() {
        Uuid7 source = new Uuid7(clock, highestCounterStart());
        UUID first = source.next();
        UUID last = first;
        for (int i = 0; i <= 1 << 25; i++) {
            UUID next = source.next();
            if (timestamp(next) != timestamp(first)) {
                assertThat(next).isGreaterThan(last);
                assertThat(timestamp(next)).isEqualTo(RFC_EXAMPLE_MILLIS + 1);
                assertThat(i).isEqualTo((1 << 25) - 1 + 1);
                return;
            }
            last = next;
        }
        throw new AssertionError("the counter never ran out");
    }

    @Test
    void threadsShareASourceWithoutDuplicates() {
        Uuid7 source = Uuid7.system();
        ConcurrentLinkedQueue<UUID> ids = new ConcurrentLinkedQueue<>();

        IntStream.range(0, 200_000).parallel().forEach(i -> ids.add(source.next()));

        assertThat(new HashSet<>(ids)).hasSize(200_000);
    }

    @Test
    void twoSourcesOnOneClockDoNotCollide() {
        Uuid7 left = new Uuid7(clock, new SplittableRandom(7));
        Uuid7 right = new Uuid7(clock, new SplittableRandom(8));
        HashSet<UUID> seen = new HashSet<>();

        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(left.next())).isTrue();
            assertThat(seen.add(right.next())).isTrue();
        }
    }

    @Test
    void clockBefore1970IsRefused() {
        millis.set(-1);

        assertThatThrownBy(() -> new Uuid7(clock, new SplittableRandom(1)).next())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("clock reads -1 ms, allowed is 0 to 281474976710655");
    }

    private static void assertAscending(Uuid7 source, int count) {
        UUID last = source.next();
        for (int i = 0; i < count; i++) {
            UUID next = source.next();
            assertThat(next.compareTo(last)).isPositive();
            assertThat(Arrays.compareUnsigned(bytes(next), bytes(last))).isPositive();
            last = next;
        }
    }

    private static byte[] bytes(UUID id) {
        return java.nio.ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static long timestamp(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    /** All ones: the counter starts as high as it may, at 2^25 - 1, so 2^25 more fit. */
    private static RandomGenerator highestCounterStart() {
        return () -> -1L;
    }
}
