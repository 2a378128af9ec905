// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Checks what a run ended with, and prints it. */
final class Summary {
    private static final double WANTED_CONCURRENT_SHARE = 0.2;

    private final PrintStream out;
    private final TextScript script;
    private final Measurements measurements;
    private boolean good = true;

    Summary(PrintStream out, TextScript script, Measurements measurements) {
        this.out = out;
        this.script = script;
        this.measurements = measurements;
    }

    /** Prints all, and tells whether everything that must hold does. */
    boolean print(CollabRun.Copies copies, boolean defaultRun, boolean history) {
        Measurements.Counts text = measurements.counts(copies.textId());
        Measurements.Counts board = measurements.counts(copies.boardId());
        double seconds = copies.nanos() / 1e9;
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

        check("no operation was rejected", measurements.rejected.sum() == 0);
        checkCopies("text", copies.texts());
        checkCopies("whiteboard", copies.boards());
        checkEnd(copies.texts().get(0));
        if (defaultRun) {
            check("earlier changes on the whiteboard were overridden, and recorded", board.overridden() > 0);
            double share = (double) (text.concurrent() + board.concurrent()) / (text.operations() + board.operations());
            check("at least 20 % of the operations were concurrent", share >= WANTED_CONCURRENT_SHARE);
        } else if (history && text.concurrent() == 0) {
            out.println("       the text was never edited by two at once: its history does not allow it");
        }
        return good;
    }

    private void row(String name, long text, long board) {
        out.printf("  %-44s %,14d %,14d%n", name, text, board);
    }

    private void checkCopies(String name, List<byte[]> copies) {
        List<String> hashes = copies.stream().map(Summary::sha256).toList();
        boolean same = hashes.stream().distinct().count() == 1;
        check(
                name + ": " + (copies.size() - 1) + " users' copies and a fresh client's are identical, SHA-256 "
                        + hashes.stream()
                                .distinct()
                                .map(hash -> hash.substring(0, 16))
                                .collect(Collectors.joining(", ")),
                same);
    }

    private void checkEnd(byte[] copy) {
        Optional<String> end = script.endText();
        if (end.isPresent()) {
            String wanted = sha256(end.get().getBytes(StandardCharsets.UTF_8));
            check("text: ends as it should, SHA-256 " + wanted.substring(0, 16), wanted.equals(sha256(copy)));
        }
    }

    private void check(String what, boolean holds) {
        out.println((holds ? "  ok   " : "  FAIL ") + what);
        good &= holds;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
