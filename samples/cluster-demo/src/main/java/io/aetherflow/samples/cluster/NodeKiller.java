// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.samples.editors.EditingRun;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Kills nodes while users edit, one after the other, spread over the run, and starts them again. */
final class NodeKiller {
    private static final Duration DOWN = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final EditingRun run;
    private final LongSupplier edits;
    private final int kills;
    private final PrintStream out;

    /**
     * Creates a killer.
     *
     * @param cluster whose nodes
     * @param run what the users do
     * @param edits how many edits they have made
     * @param kills how often
     * @param out where to say so
     */
    NodeKiller(Cluster cluster, EditingRun run, LongSupplier edits, int kills, PrintStream out) {
        this.cluster = cluster;
        this.run = run;
        this.edits = edits;
        this.kills = kills;
        this.out = out;
    }

    /** Returns when the last node is back; fails if the users have finished before a kill. */
    void killAll() throws InterruptedException {
        for (int kill = 1; kill <= kills; kill++) {
            long due = run.operations() * kill / (kills + 1);
            while (edits.getAsLong() < due) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            Node node = cluster.nodes().get((kill - 1) % cluster.nodes().size());
            long made = edits.getAsLong();
            if (made >= run.operations()) {
                throw new IllegalStateException(
                        "the users had finished before kill " + kill + ": more --edits or fewer --kills");
            }
            node.kill();
            out.printf("  node %s killed after %,d edits%n", node.name(), made);
            TimeUnit.MILLISECONDS.sleep(DOWN.toMillis());
            long start = System.nanoTime();
            cluster.restart(node);
            out.printf("  node %s is back, it took %.1f s to start%n", node.name(), (System.nanoTime() - start) / 1e9);
            run.everybodyHome();
        }
    }
}
