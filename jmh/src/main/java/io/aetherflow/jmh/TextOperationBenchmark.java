// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures the steps around an edit: transforming it over a concurrent one, reading its wire form, writing it. The
 * operations are those of the recorded history, in turn, so that neither branch predictor nor compiler sees the same
 * one again and again. For transform, neighbours in the history play the concurrent pair: they are as near to each
 * other as edits get, which is where a transform has most to do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TextOperationBenchmark {
    private final Trace trace = Traces.load();
    private final TextModel model = new TextModel();
    private final List<TextOperation> operations = trace.operations();
    private final List<Payload> payloads = trace.payloads();

    /** Both operations of a pair carried over each other. */
    @Benchmark
    @OperationsPerInvocation(Traces.EDITS - 1)
    public void transform(Blackhole sink) {
        for (int i = 1; i < operations.size(); i++) {
            sink.consume(model.transform(operations.get(i - 1), operations.get(i), false));
        }
    }

    @Benchmark
    @OperationsPerInvocation(Traces.EDITS)
    public void parse(Blackhole sink) {
        for (Payload payload : payloads) {
            sink.consume(model.parse(OperationType.TEXT, payload));
        }
    }

    @Benchmark
    @OperationsPerInvocation(Traces.EDITS)
    public void format(Blackhole sink) {
        for (TextOperation operation : operations) {
            sink.consume(model.format(operation));
        }
    }
}
