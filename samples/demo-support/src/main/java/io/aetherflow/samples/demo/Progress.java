// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.demo;

import java.io.PrintStream;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/** A progress bar on a terminal; elsewhere a line for every tenth. */
public final class Progress {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final boolean terminal;
    private final long total;
    private final LongSupplier done;
    private final LongFunction<String> detail;
    private long shownTenths;
    private boolean finished;

    /**
     * Creates a display.
     *
     * @param out where to print
     * @param terminal whether that is a terminal
     * @param total how much there is to be
     * @param done how much there is
     * @param detail what to print behind the percentage, given how much there is
     */
    public Progress(PrintStream out, boolean terminal, long total, LongSupplier done, LongFunction<String> detail) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
        this.done = done;
        this.detail = detail;
    }

    /** Shows how far it is. */
    public synchronized void show() {
        long now = Math.min(done.getAsLong(), total);
        int percent = total == 0 ? 100 : (int) (now * 100 / total);
        if (finished) {
            return;
        }
        finished = percent == 100;
        if (terminal) {
            int filled = percent * WIDTH / 100;
            String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
            out.printf("\r  [%s] %3d %%  %s%s", bar, percent, detail.apply(now), finished ? "\n" : "");
            out.flush();
        } else if (percent / 10 > shownTenths) {
            shownTenths = percent / 10;
            out.printf("  %3d %%  %s%n", percent, detail.apply(now));
        }
    }
}
