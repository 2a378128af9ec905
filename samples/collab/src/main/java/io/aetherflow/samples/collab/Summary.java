// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.samples.editors.Checks;
import io.aetherflow.samples.editors.EditingRun;
import io.aetherflow.samples.editors.Measurements;
import io.aetherflow.samples.editors.TextScript;
import java.io.PrintStream;
import org.HdrHistogram.Histogram;

/** Checks what a run ended with, and prints it. */
final class Summary {
    private static final double WANTED_CONCURRENT_SHARE = 0.2;

    private final PrintStream out;
    private final TextScript script;
    private final Measurements measurements;
    private final Checks checks;

    Summary(PrintStream out, TextScript script, Measurements measurements) {
        this.out = out;
        this.script = script;
        this.measurements = measurements;
        this.checks = new Checks(out);
    }

    /** Prints all, and tells whether everything that must hold does. */
    boolean print(EditingRun.Outcome outcome, boolean defaultRun, boolean history) {
        Measurements.Counts text = measurements.counts(outcome.text().docId());
        Measurements.Counts board = measurements.counts(outcome.board().docId());
        double seconds = outcome.nanos() / 1e9;
        out.println();
        out.println(script.description());
        out.printf("%n  %-44s %14s %14s%n", "", "text", "whiteboard");
        row("operations", text.operations(), board.operations());
        out.printf(
                "  %-44s %13.1f%% %13.1f%%%n",
                "made while others edited", 100 * text.concurrentShare(), 100 * board.concurrentShare());
        row("operations with conflicts", text.conflicts(), board.conflicts());
        row("  changes merged", text.merged(), board.merged());
        row("  earlier changes overridden", text.overridden(), board.overridden());
        row("  changes dropped", text.dropped(), board.dropped());
        out.printf(
                "  operations a second, both documents            %,13.0f%n",
                (text.operations() + board.operations()) / seconds);
        Histogram latency = measurements.latency();
        out.printf(
                "  from edit to seen by another user              p50 %.1f ms   p99 %.1f ms   max %.1f ms%n%n",
                latency.getValueAtPercentile(50) / 1e6,
                latency.getValueAtPercentile(99) / 1e6,
                latency.getMaxValue() / 1e6);

        checks.played(script, measurements, outcome.text().users().get(0));
        checkCopies("text", outcome.text());
        checkCopies("whiteboard", outcome.board());
        if (defaultRun) {
            checks.check("earlier changes on the whiteboard were overridden, and recorded", board.overridden() > 0);
            double share = (double) (text.concurrent() + board.concurrent()) / (text.operations() + board.operations());
            checks.check("at least 20 % of the operations were concurrent", share >= WANTED_CONCURRENT_SHARE);
        } else if (history && text.concurrent() == 0) {
            out.println("       the text was never edited by two at once: its history does not allow it");
        }
        return checks.conclude();
    }

    private void row(String name, long text, long board) {
        out.printf("  %-44s %,14d %,14d%n", name, text, board);
    }

    private void checkCopies(String name, EditingRun.Copies copies) {
        checks.identical(name + ": " + copies.users().size() + " users' copies and a fresh client's", copies.all());
    }
}
