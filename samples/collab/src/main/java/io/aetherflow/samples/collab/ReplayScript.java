// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.samples.editors.SharedDocument;
import io.aetherflow.samples.editors.TextScript;
import io.aetherflow.samples.editors.UserThread;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextOperation;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A recorded concurrent history, replayed as the people who wrote it: each makes a transaction when it has received
 * exactly what they had, and sends it when its turn in the log has come.
 */
final class ReplayScript implements TextScript {
    private final String name;
    private final Trace trace;
    private final List<ReplayOrder.Step> steps;
    private final Queue<UserThread> threads = new ConcurrentLinkedQueue<>();

    /** How many steps are committed: whose number this is has its turn. */
    private final AtomicInteger turn = new AtomicInteger();

    ReplayScript(String name, Trace trace) {
        this.name = name;
        this.trace = trace;
        this.steps = ReplayOrder.of(trace);
    }

    @Override
    public int users() {
        return trace.agents();
    }

    @Override
    public long operations() {
        return steps.size();
    }

    @Override
    public String startText() {
        return trace.startContent();
    }

    @Override
    public Optional<String> endText() {
        return Optional.of(trace.endContent());
    }

    @Override
    public String description() {
        return name + ", recorded of " + trace.agents() + " people at once, replayed as each of them saw it";
    }

    @Override
    public void play(int user, SharedDocument<Rope, TextOperation> text, Pace pace) throws InterruptedException {
        threads.add(text.thread());
        text.receiveUpTo(text.version());
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).agent() == user) {
                take(i, text, pace);
            }
        }
        text.receiveUpTo(Long.MAX_VALUE);
    }

    private void take(int number, SharedDocument<Rope, TextOperation> text, Pace pace) throws InterruptedException {
        ReplayOrder.Step step = steps.get(number);
        long seen = Math.max(step.seenVersion(), text.version());
        text.receiveUpTo(seen);
        text.thread().await("version " + seen + " of the text", () -> text.version() == seen);
        TextScript.edit(text, compose(step.edits()));
        text.thread().await("turn " + number, () -> turn.get() == number);
        pace.edited();
        text.thread().await("the answer to step " + number, () -> text.undecided() == 0);
        turn.set(number + 1);
        threads.forEach(thread -> thread.post(() -> {}));
    }

    private static TextOperation compose(List<Edit> edits) {
        TextOperation all = TextOperation.nothing();
        for (Edit edit : edits) {
            all = all.compose(edit.operation());
        }
        return all;
    }
}
