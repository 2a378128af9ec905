// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A condition on one or more values that each are allowed alone. A rule is asked only when all its keys have allowed
 * values, so that one mistake is reported once.
 *
 * @param keys the keys that the rule reads; the first one that a source set is where the error is reported
 * @param check returns what is wrong as a sentence, or empty where all is well
 */
public record ConfigRule(List<ConfigKey<?>> keys, Function<Config, Optional<String>> check) {
    public ConfigRule {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a rule needs at least one key");
        }
        Objects.requireNonNull(check, "check");
    }

    /**
     * Returns the rule that one integer is not greater than another.
     *
     * @param smaller the key that must not be greater
     * @param greater its limit
     * @return the rule
     */
    public static ConfigRule atMost(ConfigKey<Integer> smaller, ConfigKey<Integer> greater) {
        return new ConfigRule(List.of(smaller, greater), config -> {
            int value = config.value(smaller);
            int limit = config.value(greater);
            return value <= limit
                    ? Optional.empty()
                    : Optional.of(smaller.path() + " is " + value + ", allowed is up to the " + limit + " of "
                            + greater.path());
        });
    }
}
