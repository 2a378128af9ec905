// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import io.aetherflow.quantum.sim.SimQlog;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transfers of every pattern over links of every kind: all bytes arrive once and in order, nothing stalls, windows are kept. The seed is the whole
 * test. {@code -Daetherflow.seeds=N} runs the first N of them, {@code -Daetherflow.seed=N} one.
 */
class RandomLinksTest {
    private static final int SEEDS = 500;

    static LongStream seeds() {
        Long one = Long.getLong("aetherflow.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Integer.getInteger("aetherflow.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytesArriveOnceAndInOrder(long seed) {
        try {
            new RandomRun(seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "replay by: mvn -pl aetherflow-quantum -am test -Dtest=RandomLinksTest -Daetherflow.seed=" + seed
                            + " -Dsurefire.failIfNoSpecifiedTests=false; qlog of both ends is in " + writeDown(seed),
                    e);
        }
    }

    /** The same seed gives the same run, whoever looks on. */
    private static Path writeDown(long seed) {
        Path directory = Path.of("target", "qlog", "seed-" + seed);
        try (SimQlog qlog = new SimQlog(directory)) {
            new RandomRun(seed).record(qlog).run();
        } catch (AssertionError | RuntimeException asBefore) {
            // the run is for the files
        }
        return directory;
    }
}
