// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.samples.demo.CommandLineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The command line of the sample.
 *
 * @param users how many users, 1 to {@value #MAX_USERS}
 * @param trace a recorded history to replay
 * @param text a text to type
 * @param session a running session server, as {@code HOST:PORT}
 * @param stateSync a running state-sync server, as {@code HOST:PORT}
 * @param help whether only the usage is asked for
 */
record Options(
        int users,
        Optional<Path> trace,
        Optional<Path> text,
        Optional<String> session,
        Optional<String> stateSync,
        boolean help) {
    static final int MAX_USERS = 64;

    static final String USAGE = """
            usage: samples/run collab [options]
              Several users edit one text and one whiteboard at once, each through a gRPC client of its own.
              --users N               how many users, 1 to 64; default 4
              --trace FILE            replay a recorded editing history (.json or .json.gz)
              --text FILE             type this UTF-8 text instead of the built-in one
              --session HOST:PORT     use a running session server; default: one is started
              --statesync HOST:PORT   use a running state-sync server; default: one is started""";

    static Options parse(String[] args) throws CommandLineException {
        Options options = new Options(4, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--help") || args[i].equals("-h")) {
                return options.withHelp();
            }
            if (i + 1 == args.length) {
                throw new CommandLineException(
                        "option",
                        args[i],
                        "one of --users, --trace, --text, --session, --statesync, " + "each with a value");
            }
            options = options.with(args[i], args[++i]);
        }
        if (options.trace.isPresent() && options.text.isPresent()) {
            throw new CommandLineException("--text", options.text.get().toString(), "either --trace or --text");
        }
        return options;
    }

    private Options withHelp() {
        return new Options(users, trace, text, session, stateSync, true);
    }

    private Options with(String option, String value) throws CommandLineException {
        return switch (option) {
            case "--users" ->
                new Options(
                        CommandLineException.number(option, value, 1, MAX_USERS),
                        trace,
                        text,
                        session,
                        stateSync,
                        help);
            case "--trace" -> new Options(users, file(option, value), text, session, stateSync, help);
            case "--text" -> new Options(users, trace, file(option, value), session, stateSync, help);
            case "--session" -> new Options(users, trace, text, address(option, value), stateSync, help);
            case "--statesync" -> new Options(users, trace, text, session, address(option, value), help);
            default ->
                throw new CommandLineException(
                        "option", option, "one of --users, --trace, --text, --session, --statesync, --help");
        };
    }

    private static Optional<Path> file(String option, String value) throws CommandLineException {
        Path file = Path.of(value);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandLineException(option, value, "a file that can be read");
        }
        return Optional.of(file);
    }

    private static Optional<String> address(String option, String value) throws CommandLineException {
        if (!value.matches(".+:[0-9]{1,5}") || Integer.parseInt(value.substring(value.lastIndexOf(':') + 1)) > 65_535) {
            throw new CommandLineException(option, value, "HOST:PORT");
        }
        return Optional.of(value);
    }
}
