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

    /** Returns when the last node is back. */
    void killAll() throws InterruptedException {
        for (int kill = 1; kill <= kills; kill++) {
            while (edits.getAsLong() < due(kill)) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            Node node = cluster.nodes().get((kill - 1) % cluster.nodes().size());
            // On a slow machine the users would be through before the node is back.
            run.allowEdits((due(kill) + due(kill + 1)) / 2);
            node.kill();
            out.printf("  node %s killed after %,d edits%n", node.name(), edits.getAsLong());
            TimeUnit.MILLISECONDS.sleep(DOWN.toMillis());
            long start = System.nanoTime();
            cluster.restart(node);
            out.printf("  node %s is back, it took %.1f s to start%n", node.name(), (System.nanoTime() - start) / 1e9);
            run.everybodyHome();
            run.allowEdits(Long.MAX_VALUE);
        }
    }

    /** After how many edits a kill is due; for one kill more than there are, how many edits there are. */
    private long due(int kill) {
        return run.operations() * kill / (kills + 1);
    }
}
