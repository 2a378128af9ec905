// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.core.NanoClock;
import io.aetherflow.samples.demo.DemoCommand;
import io.aetherflow.samples.demo.Progress;
import io.aetherflow.samples.editors.BuiltInText;
import io.aetherflow.samples.editors.EditingRun;
import io.aetherflow.samples.editors.Measurements;
import io.aetherflow.samples.editors.TextScript;
import io.aetherflow.samples.editors.TypingScript;
import io.aetherflow.samples.engines.EngineProcess;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The demo's command: users edit through two nodes, nodes are killed meanwhile, and the result is checked. */
public final class ClusterDemo {
    private final Options options;
    private final PrintStream out;
    private final BoundedRun run = new BoundedRun();

    private ClusterDemo(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs the demo and exits: 0 if everything held, 1 if not, 2 if the command line is wrong.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        return DemoCommand.run("cluster-demo", Options.USAGE, err, () -> {
            Options options = Options.parse(args);
            if (options.help()) {
                out.println(Options.USAGE);
                return true;
            }
            ClusterDemo demo = new ClusterDemo(options, out);
            return demo.run.call(() -> demo.runOnEngines(err), options.limitSeconds());
        });
    }

    private boolean runOnEngines(PrintStream err) throws Exception {
        out.println("starting the stores and two nodes ...");
        try (Reaper reaper = Reaper.start();
                Engines engines = Engines.start(options)) {
            reaper.watch();
            out.println(engines.description());
            return runKeepingLogs(engines, reaper, err);
        }
    }

    /** The servers' logs are kept if something did not hold. */
    private boolean runKeepingLogs(Engines engines, Reaper reaper, PrintStream err) throws Exception {
        Path logs = Files.createTempDirectory("aetherflow-cluster-demo-");
        boolean good = false;
        try (Cluster cluster = Cluster.start(engines, logs, reaper)) {
            cluster.nodes().forEach(out::println);
            out.println(options.users() + " users, half of them begin at each node");
            good = edit(cluster, engines);
        } finally {
            if (good || run.isExiting()) {
                EngineProcess.delete(logs);
            } else {
                err.println("cluster-demo: failed; the servers' logs are in " + logs);
            }
        }
        return good;
    }

    private boolean edit(Cluster cluster, Engines engines) throws Exception {
        TextScript script = new TypingScript(
                "built-in text, repeated", BuiltInText.ofLength(options.users() * options.edits()), options.users());
        Measurements measurements = new Measurements(NanoClock.system());
        EditingRun editing = new EditingRun(script, cluster.servers(), measurements, NanoClock.system());
        Progress progress = editing.progress(out);
        NodeKiller killer = new NodeKiller(cluster, editing, measurements::edits, options.kills(), out);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> killing = threads.submit(() -> {
                killer.killAll();
                return true;
            });
            EditingRun.Outcome outcome = editing.run(progress, killing);
            return new Summary(out, script, measurements)
                    .print(outcome, new PostgresStateStore(engines.documents()), options.kills());
        } finally {
            threads.shutdownNow();
        }
    }
}
