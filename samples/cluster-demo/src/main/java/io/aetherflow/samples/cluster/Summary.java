// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.samples.editors.Checks;
import io.aetherflow.samples.editors.EditingRun;
import io.aetherflow.samples.editors.Measurements;
import io.aetherflow.samples.editors.TextScript;
import io.aetherflow.statesync.StateStore;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.TextModel;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Checks what a run ended with against the log in the store, and prints it. */
final class Summary {
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
    boolean print(EditingRun.Outcome outcome, StateStore store, int kills) {
        DocumentLog text = DocumentLog.read(store, outcome.text().docId());
        DocumentLog board = DocumentLog.read(store, outcome.board().docId());
        AcknowledgementCheck log = AcknowledgementCheck.of(measurements.acknowledged(), List.of(text, board));
        printFigures(outcome, text.edits() + board.edits(), kills);

        checks.played(script, measurements, outcome.text().users().get(0));
        checkCopies("text", outcome.text(), text, new TextModel());
        checkCopies("whiteboard", outcome.board(), board, new ObjectModel());
        checks.check(
                String.format("the log holds each of the %,d edits, at versions without gaps", measurements.edits()),
                text.edits() + board.edits() == measurements.edits() && log.gaps() == 0 && log.misplaced() == 0);
        checks.check(
                "sessions that survived: " + outcome.sessions() + " of " + script.users() + ", known to both servers",
                outcome.sessions() == script.users());
        checks.check(
                String.format("all %,d edits were acknowledged", measurements.edits()),
                log.acknowledged() == measurements.edits());
        checks.check(
                "acknowledged operations lost: " + log.lost() + ", duplicated: " + log.duplicated(),
                log.lost() == 0 && log.duplicated() == 0);
        return checks.conclude();
    }

    private void printFigures(EditingRun.Outcome outcome, long operations, int kills) {
        Histogram latency = measurements.latency();
        Histogram outages = measurements.outages();
        out.println();
        out.println(script.description());
        out.printf("%n  %-44s %,14d%n", "operations in the log", operations);
        out.printf("  %-44s %,14.0f%n", "operations a second", operations / (outcome.nanos() / 1e9));
        out.printf("  %-44s p50 %s   p99 %s%n", "from edit to seen by another user", at(latency, 50), at(latency, 99));
        out.printf("  %-44s %,14d%n", "kills of a node", kills);
        if (kills > 0) {
            out.printf("  %-44s %,14d%n", "times a user lost its server", outages.getTotalCount());
            out.printf(
                    "  %-44s p50 %s   max %s%n", "  until the other one served it", at(outages, 50), at(outages, 100));
        }
        out.println();
    }

    private static String at(Histogram histogram, double percentile) {
        return String.format("%.1f ms", histogram.getValueAtPercentile(percentile) / 1e6);
    }

    private <C, O> void checkCopies(String name, EditingRun.Copies copies, DocumentLog log, DocumentModel<C, O> model) {
        checks.identical(
                name + ": " + copies.users().size() + " users' copies, those of both nodes and the log replayed",
                Stream.concat(copies.all().stream(), Stream.of(log.replayed(model)))
                        .toList());
    }
}
