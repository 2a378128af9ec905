// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.ErrorCode;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random acknowledgements, timeouts and times: the same is found as by {@link ModelRecovery}. */
class LossRecoveryModelTest {
    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsWhatTheModelFinds(long seed) {
        Random random = new Random(seed);
        boolean client = random.nextBoolean();
        long start = random.nextBoolean()
                ? Long.MAX_VALUE - random.nextLong(10_000_000_000L)
                : -random.nextLong(10_000_000_000L);
        Bench bench = new Bench(client, start);
        ModelRecovery model = new ModelRecovery(client, 25 * Bench.MS, start);
        int discardAt = random.nextInt(600);
        for (int step = 0; step < 600; step++) {
            if (step == discardAt) {
                bench.recovery.discardSpace(Space.HANDSHAKE, bench.now);
                model.discardHandshake(bench.now);
            }
            step(random, bench, model);
            assertThat(bench.fate).isEqualTo(model.fate);
            assertThat(bench.recovery.inFlight()).isEqualTo(model.inFlight());
            assertThat(bench.recovery.rtt().smoothed()).isEqualTo(model.rtt.smoothed());
            assertThat(bench.recovery.nextTimeout(bench.now)).isEqualTo(model.untilTimeout(bench.now));
            bench.fate.clear();
            model.fate.clear();
        }
        RecoveryStats stats = bench.recovery.stats();
        assertThat(stats.packetsAcked() + stats.packetsLost()).isPositive();
    }

    private static void step(Random random, Bench bench, ModelRecovery model) {
        Space space = model.confirmed || random.nextBoolean() ? Space.DATA : Space.HANDSHAKE;
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> {
                boolean eliciting = random.nextInt(3) > 0;
                boolean padded = random.nextInt(6) == 0;
                bench.send(space, eliciting, padded);
                model.send(space, Bench.SIZE, eliciting, padded, bench.now);
            }
            case 4, 5 -> {
                long[] ranges = ranges(random, model.next[space.ordinal()]);
                long delay = random.nextInt(40);
                boolean sound = model.ack(space, ranges, delay * Bench.MS, bench.now);
                assertThat(bench.ack(space, delay, ranges) == ErrorCode.NO_ERROR)
                        .isEqualTo(sound);
            }
            case 6 -> bench.now += random.nextLong(1L << random.nextInt(10, 28));
            default -> {
                long wait = bench.recovery.nextTimeout(bench.now);
                if (wait < LossRecovery.NO_TIMEOUT && random.nextBoolean()) {
                    bench.now += wait;
                }
                bench.recovery.timeout(bench.now);
                model.timeout(bench.now);
            }
        }
    }

    /** A few ranges among the newest numbers, rarely with one that was not sent. */
    private static long[] ranges(Random random, long next) {
        long high = next - random.nextInt(4) - (random.nextInt(40) == 0 ? 0 : 1);
        LongStream.Builder bounds = LongStream.builder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            long low = Math.max(0, high - random.nextInt(4));
            bounds.add(low).add(Math.max(0, high));
            high = low - 2 - random.nextInt(3);
            if (high < 0) {
                break;
            }
        }
        return bounds.build().toArray();
    }
}
