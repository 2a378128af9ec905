// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.jmh.Trace.Edit;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures edits per second of one text in one thread: a whole recorded history from the empty text to its end, so
 * the text grows to its full length and the edits fall where a person made them. Each iteration ends by comparing the
 * text with the history's end; a wrong one voids the run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TextModelBenchmark {
    private final Trace trace = Traces.load();
    private final TextModel model = new TextModel();
    private final List<TextOperation> operations = trace.operations();
    private final List<Payload> payloads = trace.payloads();
    private Rope end = Rope.of(trace.endContent());

    /** The text structure alone. */
    @Benchmark
    @OperationsPerInvocation(Traces.EDITS)
    public Rope rope() {
        Rope text = Rope.of(trace.startContent());
        for (Edit edit : trace.edits()) {
            text = text.replace(edit.position(), edit.position() + edit.deleted(), edit.inserted());
        }
        return end = text;
    }

    /** Operations applied by the document model: the target of 1,000,000 is for this one. */
    @Benchmark
    @OperationsPerInvocation(Traces.EDITS)
    public Rope apply() {
        Rope text = Rope.of(trace.startContent());
        for (TextOperation operation : operations) {
            text = model.apply(text, operation);
        }
        return end = text;
    }

    /** What a reader of the log does: parse each operation's wire form, then apply it. */
    @Benchmark
    @OperationsPerInvocation(Traces.EDITS)
    public Rope parseAndApply() {
        Rope text = Rope.of(trace.startContent());
        for (Payload payload : payloads) {
            text = model.apply(text, model.parse(OperationType.TEXT, payload));
        }
        return end = text;
    }

    /** Checks what the last invocation made. */
    @TearDown(Level.Iteration)
    public void check() {
        trace.requireEnd(end.toString());
    }

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(args);
        List<String> notes = List.of(Traces.source(), "target: TextModelBenchmark.apply at least 1,000,000 edits/s");
        JmhRun.run("text-model", arguments, notes, TextModelBenchmark.class, TextOperationBenchmark.class);
    }
}
