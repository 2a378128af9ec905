// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs JMH benchmarks as JMH's own main does, and reports as all our benchmarks do. */
final class JmhRun {
    private JmhRun() {}

    /**
     * Runs benchmarks with the options of a command line.
     *
     * @param name the benchmark's name for {@code jmh/run}
     * @param args JMH's options and {@code -Dname=value}; a pattern of benchmarks replaces the default
     * @param notes what a reader of the figures must know
     * @param benchmarks the classes to run by default
     */
    static void run(String name, Arguments args, List<String> notes, Class<?>... benchmarks)
            throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions commandLine = new CommandLineOptions(args.rest().toArray(String[]::new));
        if (commandLine.shouldHelp()) {
            commandLine.showHelp();
            return;
        }
        ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(commandLine)
                .shouldFailOnError(true)
                .jvmArgsAppend(args.properties().toArray(String[]::new));
        if (commandLine.getIncludes().isEmpty()) {
            for (Class<?> benchmark : benchmarks) {
                options.include("^" + benchmark.getName().replace(".", "\\.") + "\\.");
            }
        }
        report(name, notes, new Runner(options.build()).run()).print();
    }

    private static Report report(String name, List<String> notes, Collection<RunResult> results) {
        Report report = new Report(name, parameters(results.iterator().next().getParams()));
        notes.forEach(report::note);
        for (RunResult result : results) {
            Result<?> primary = result.getPrimaryResult();
            int threads = result.getParams().getThreads();
            report.row(primary.getLabel())
                    .put("threads", threads)
                    .put(primary.getScoreUnit(), primary.getScore())
                    .put("error (99.9 %)", primary.getScoreError())
                    .put("per thread", primary.getScore() / threads);
        }
        return report;
    }

    private static Map<String, String> parameters(BenchmarkParams params) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("forks", Integer.toString(params.getForks()));
        parameters.put("warmup", iterations(params.getWarmup()));
        parameters.put("measurement", iterations(params.getMeasurement()));
        return parameters;
    }

    private static String iterations(IterationParams params) {
        return params.getCount() + " of " + params.getTime();
    }
}
