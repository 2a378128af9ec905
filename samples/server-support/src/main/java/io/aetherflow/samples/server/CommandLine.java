// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.aetherflow.samples.server.config.ConfigProblem;
import io.aetherflow.samples.server.config.Origin;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The parsed arguments of a sample server. Arguments with a value are written {@code --set Key=Value} or with {@code =}. */
final class CommandLine {
    static final String USAGE = "[--config FILE] [--set Key=Value]... [--print-config] [--help]";

    private static final String CONFIG = "--config";
    private static final String SET = "--set";

    private final List<String> assignments = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private Optional<Path> configFile = Optional.empty();
    private boolean help;
    private boolean printConfig;

    private CommandLine() {}

    static CommandLine parse(List<String> arguments) {
        CommandLine line = new CommandLine();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            line.argument(rest.next(), rest);
        }
        return line;
    }

    Optional<Path> configFile() {
        return configFile;
    }

    List<String> assignments() {
        return assignments;
    }

    boolean help() {
        return help;
    }

    boolean printConfig() {
        return printConfig;
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    private void argument(String argument, Iterator<String> rest) {
        int equals = argument.indexOf('=');
        String option = equals < 0 ? argument : argument.substring(0, equals);
        Optional<String> attached = equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
        switch (option) {
            case CONFIG -> operand(CONFIG + " FILE", attached, rest).ifPresent(this::configFile);
            case SET -> operand(SET + " Key=Value", attached, rest).ifPresent(assignments::add);
            case "--help" -> help = true;
            case "--print-config" -> printConfig = true;
            default -> problem("unknown argument " + option + ", allowed are " + USAGE);
        }
    }

    private Optional<String> operand(String usage, Optional<String> attached, Iterator<String> rest) {
        if (attached.isPresent()) {
            return attached;
        }
        if (rest.hasNext()) {
            return Optional.of(rest.next());
        }
        problem("the value is missing, allowed is " + usage);
        return Optional.empty();
    }

    private void configFile(String file) {
        if (configFile.isPresent()) {
            problem(CONFIG + " is given twice, allowed is once");
            return;
        }
        try {
            configFile = Optional.of(Path.of(file));
        } catch (InvalidPathException e) {
            problem(CONFIG + " is no file path: " + e.getReason());
        }
    }

    private void problem(String message) {
        problems.add(new ConfigProblem(Origin.commandLine(), message));
    }
}
