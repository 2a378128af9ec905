// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Keys that belong together, and the rules between them.
 *
 * @param keys the keys in the order of the help text
 * @param rules the rules on these keys
 */
public record ConfigGroup(List<ConfigKey<?>> keys, List<ConfigRule> rules) {
    public ConfigGroup {
        keys = List.copyOf(keys);
        rules = List.copyOf(rules);
    }

    /**
     * Returns a group without rules.
     *
     * @param keys the keys in the order of the help text
     * @return the group
     */
    public static ConfigGroup of(ConfigKey<?>... keys) {
        return new ConfigGroup(List.of(keys), List.of());
    }

    /**
     * Returns this group and another as one.
     *
     * @param other the keys and rules that follow
     * @return the greater group
     */
    public ConfigGroup and(ConfigGroup other) {
        return new ConfigGroup(
                Stream.concat(keys.stream(), other.keys.stream()).toList(),
                Stream.concat(rules.stream(), other.rules.stream()).toList());
    }

    /**
     * Returns the same group with rules added.
     *
     * @param added the rules to add
     * @return the greater group
     */
    public ConfigGroup withRules(ConfigRule... added) {
        return new ConfigGroup(
                keys, Stream.concat(rules.stream(), Stream.of(added)).toList());
    }
}
