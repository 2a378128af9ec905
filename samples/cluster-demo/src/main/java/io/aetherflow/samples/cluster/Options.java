// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.samples.demo.CommandLineException;
import java.util.Optional;

/**
 * The command line of the demo.
 *
 * @param users how many users edit
 * @param edits how many edits of the text each makes
 * @param kills how often a node is killed
 * @param limitSeconds after how long a run that has not ended is given up
 * @param postgres a running PostgreSQL
 * @param redis a running Redis
 * @param help whether only the usage is asked for
 */
record Options(
        int users,
        int edits,
        int kills,
        int limitSeconds,
        Optional<EngineUrl> postgres,
        Optional<EngineUrl> redis,
        boolean help) {
    static final String USAGE = """
            usage: samples/run cluster-demo [options]
              Two nodes, each a session server and a state-sync server, on a real PostgreSQL and a real Redis. Users edit a
              text and a whiteboard through both nodes; a node is killed (SIGKILL) while they do, and started again.
              --users N        how many users, 2 to 64; default 8
              --edits N        how many edits of the text each user makes, 50 to 100000; default 300
              --kills N        how often a node is killed, the nodes take turns, 0 to 100; default 1
              --limit SECONDS  after how long a run that has not ended is given up, 10 to 86400; default 180
              --postgres URL   use a running PostgreSQL, postgresql://USER:PASSWORD@HOST:PORT/DATABASE; it gets a schema
                               of its own, which is dropped at the end; default: one is started, with fsync on
              --redis URL      use a running Redis, redis://USER:PASSWORD@HOST:PORT/DATABASE; its keys get a prefix of
                               their own; default: one is started, with appendonly on""";

    private static final String NAMES = "--users, --edits, --kills, --limit, --postgres, --redis";

    static Options parse(String[] args) throws CommandLineException {
        Options options = new Options(8, 300, 1, 180, Optional.empty(), Optional.empty(), false);
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--help") || args[i].equals("-h")) {
                return new Options(0, 0, 0, 0, Optional.empty(), Optional.empty(), true);
            }
            if (i + 1 == args.length) {
                throw new CommandLineException("option", args[i], "one of " + NAMES + ", each with a value");
            }
            options = options.with(args[i], args[++i]);
        }
        return options;
    }

    private Options with(String option, String value) throws CommandLineException {
        return switch (option) {
            case "--users" ->
                new Options(number(option, value, 2, 64), edits, kills, limitSeconds, postgres, redis, false);
            case "--edits" ->
                new Options(users, number(option, value, 50, 100_000), kills, limitSeconds, postgres, redis, false);
            case "--kills" ->
                new Options(users, edits, number(option, value, 0, 100), limitSeconds, postgres, redis, false);
            case "--limit" ->
                new Options(users, edits, kills, number(option, value, 10, 86_400), postgres, redis, false);
            case "--postgres" -> {
                EngineUrl url = EngineUrl.parse(option, value, "postgresql");
                yield new Options(users, edits, kills, limitSeconds, Optional.of(url), redis, false);
            }
            case "--redis" -> {
                EngineUrl url = EngineUrl.parse(option, value, "redis");
                yield new Options(users, edits, kills, limitSeconds, postgres, Optional.of(url), false);
            }
            default -> throw new CommandLineException("option", option, "one of " + NAMES + ", --help");
        };
    }

    private static int number(String option, String value, int min, int max) throws CommandLineException {
        return CommandLineException.number(option, value, min, max);
    }
}
