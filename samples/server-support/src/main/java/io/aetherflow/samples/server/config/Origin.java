// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.Comparator;
import java.util.Objects;

/**
 * The place where a value or an error comes from. Origins are ordered as errors are listed: command line, then the
 * file by line, then the environment, then {@code --set}.
 *
 * @param kind the sort of source
 * @param name the file, variable or key; empty where the kind says it all
 * @param line the line of a file, counted from 1, or 0 for the file as a whole and all other kinds
 */
public record Origin(Kind kind, String name, int line) implements Comparable<Origin> {
    private static final Comparator<Origin> ORDER =
            Comparator.comparing(Origin::kind).thenComparing(Origin::line).thenComparing(Origin::name);

    static final Origin DEFAULT = new Origin(Kind.DEFAULT, "", 0);

    /** The sorts of sources, in the order in which their errors are listed. */
    public enum Kind {
        /** The key's own default. */
        DEFAULT,
        /** An argument other than {@code --set}. */
        COMMAND_LINE,
        /** A YAML file. */
        FILE,
        /** An environment variable. */
        ENVIRONMENT,
        /** A {@code --set} argument. */
        SET
    }

    public Origin {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    /**
     * Returns the place of an argument that is no {@code --set}.
     *
     * @return the origin
     */
    public static Origin commandLine() {
        return new Origin(Kind.COMMAND_LINE, "", 0);
    }

    static Origin file(String name, int line) {
        return new Origin(Kind.FILE, name, line);
    }

    static Origin environment(String variable) {
        return new Origin(Kind.ENVIRONMENT, variable, 0);
    }

    static Origin set(String key) {
        return new Origin(Kind.SET, key, 0);
    }

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }

    /** Returns the place as an error message begins: {@code session-server.yaml:3}. */
    @Override
    public String toString() {
        return switch (kind) {
            case DEFAULT -> "default";
            case COMMAND_LINE -> "command line";
            case FILE -> line == 0 ? name : name + ":" + line;
            case ENVIRONMENT -> "environment variable " + name;
            case SET -> name.isEmpty() ? "--set" : "--set " + name;
        };
    }
}
