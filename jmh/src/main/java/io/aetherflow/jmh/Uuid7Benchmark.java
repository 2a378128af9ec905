// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.core.Uuid7;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures {@link Uuid7#next} of {@link Uuid7#system()}: the clock, the lock and the generator that applications get.
 * Two threads draw from one source, which is how a manager uses it, so they contend for its lock all the time: no
 * real server does nothing but draw ids.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Uuid7Benchmark {
    private final Uuid7 ids = Uuid7.system();

    @Benchmark
    @Threads(1)
    public UUID oneThread() {
        return ids.next();
    }

    @Benchmark
    @Threads(2)
    public UUID twoThreadsOneSource() {
        return ids.next();
    }

    public static void main(String[] args) throws Exception {
        JmhRun.run(
                "uuid7", Arguments.of(args), List.of("target: more than 5,000,000 per thread"), Uuid7Benchmark.class);
    }
}
