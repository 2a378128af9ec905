// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A progress bar on a terminal; elsewhere a line for every tenth. */
public final class Progress {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final boolean terminal;
    private final long total;
    private final LongSupplier done;
    private long shownTenths;
    private boolean finished;

    /**
     * Creates a display.
     *
     * @param out where to print
     * @param terminal whether that is a terminal
     * @param total how many operations there are to be
     * @param done how many there are
     */
    public Progress(PrintStream out, boolean terminal, long total, LongSupplier done) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
        this.done = done;
    }

    /** Shows how far it is. */
    synchronized void show() {
        long now = Math.min(done.getAsLong(), total);
        int percent = (int) (now * 100 / Math.max(1, total));
        if (finished) {
            return;
        }
        finished = percent == 100;
        if (terminal) {
            int filled = percent * WIDTH / 100;
            String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
            out.printf("\r  [%s] %3d %%  %,d of %,d operations%s", bar, percent, now, total, finished ? "\n" : "");
            out.flush();
        } else if (percent / 10 > shownTenths) {
            shownTenths = percent / 10;
            out.printf("  %3d %%  %,d of %,d operations%n", percent, now, total);
        }
    }
}
