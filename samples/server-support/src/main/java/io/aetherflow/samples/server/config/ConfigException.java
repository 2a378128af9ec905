// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a configuration cannot be used. The message has one line for each problem. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /**
     * Creates an exception.
     *
     * @param problems everything that is wrong, in any order
     */
    public ConfigException(Collection<ConfigProblem> problems) {
        super(sorted(problems).stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = sorted(problems);
    }

    /**
     * Returns everything that is wrong.
     *
     * @return the problems in the order of their origins, lines of a file ascending
     */
    public List<ConfigProblem> problems() {
        return problems;
    }

    private static List<ConfigProblem> sorted(Collection<ConfigProblem> problems) {
        return problems.stream()
                .sorted(Comparator.comparing(ConfigProblem::origin))
                .toList();
    }
}
