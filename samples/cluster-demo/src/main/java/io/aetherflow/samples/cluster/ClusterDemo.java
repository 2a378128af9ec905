// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.core.NanoClock;
import io.aetherflow.samples.editors.BuiltInText;
import io.aetherflow.samples.editors.CommandLineException;
import io.aetherflow.samples.editors.EditingRun;
import io.aetherflow.samples.editors.Measurements;
import io.aetherflow.samples.editors.Progress;
import io.aetherflow.samples.editors.TextScript;
import io.aetherflow.samples.editors.TypingScript;
import io.aetherflow.samples.engines.EngineProcess;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The demo's command: users edit through two nodes, nodes are killed meanwhile, and the result is checked. */
public final class ClusterDemo {
    private final Options options;
    private final PrintStream out;

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
        try {
            Options options = Options.parse(args);
            if (options.help()) {
                out.println(Options.USAGE);
                return 0;
            }
            return new ClusterDemo(options, out).runKeepingLogs(err) ? 0 : 1;
        } catch (CommandLineException e) {
            err.println("cluster-demo: " + e.getMessage());
            err.println(Options.USAGE);
            return 2;
        } catch (Exception e) {
            err.println("cluster-demo: " + reason(e).getMessage());
            return 1;
        }
    }

    /** What happened on another thread, and perhaps on one beyond that. */
    private static Throwable reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof ExecutionException && cause != null ? reason(cause) : failure;
    }

    /** The servers' logs are kept unless everything held. */
    private boolean runKeepingLogs(PrintStream err) throws Exception {
        Path logs = Files.createTempDirectory("aetherflow-cluster-demo-");
        boolean good = false;
        try {
            good = runBounded(logs);
        } finally {
            if (good) {
                EngineProcess.delete(logs);
            } else {
                err.println("cluster-demo: failed; the servers' logs are in " + logs);
            }
        }
        return good;
    }

    private boolean runBounded(Path logs) throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<Boolean> run = threads.submit(() -> runOnEngines(logs));
        try {
            return run.get(options.limitSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException(
                    "the run has not ended within " + options.limitSeconds() + " s and is given up (--limit)");
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(30, TimeUnit.SECONDS);
        }
    }

    private boolean runOnEngines(Path logs) throws Exception {
        out.println("starting ...");
        try (Reaper reaper = Reaper.start();
                Engines engines = Engines.start(options)) {
            reaper.watch();
            out.println(engines.description());
            try (Cluster cluster = Cluster.start(engines, logs, reaper)) {
                out.println(
                        "session servers " + String.join(", ", cluster.servers().session())
                                + "; state-sync servers "
                                + String.join(", ", cluster.servers().stateSync()) + "; "
                                + options.users() + " users");
                return edit(cluster, engines);
            }
        }
    }

    private boolean edit(Cluster cluster, Engines engines) throws Exception {
        TextScript script = new TypingScript(
                "built-in text, repeated", BuiltInText.ofLength(options.users() * options.edits()), options.users());
        Measurements measurements = new Measurements(NanoClock.system());
        EditingRun run = new EditingRun(script, cluster.servers(), measurements, NanoClock.system());
        Progress progress = new Progress(out, System.console() != null, run.operations(), measurements::edits);
        NodeKiller killer = new NodeKiller(cluster, run, measurements::edits, options.kills(), out);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> killing = threads.submit(() -> {
                killer.killAll();
                return true;
            });
            EditingRun.Outcome outcome = run.run(progress, killing);
            return new Summary(out, script, measurements)
                    .print(outcome, new PostgresStateStore(engines.documents()), options.kills());
        } finally {
            threads.shutdownNow();
        }
    }
}
