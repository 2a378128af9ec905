// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All keys that one server knows, and the rules between them. Immutable. */
public final class ConfigSchema {
    private final Map<String, ConfigKey<?>> keys;
    private final Set<String> sections;
    private final List<ConfigRule> rules;

    private ConfigSchema(Map<String, ConfigKey<?>> keys, List<ConfigRule> rules) {
        this.keys = bySection(keys);
        this.sections = sections(this.keys);
        this.rules = List.copyOf(rules);
        refuseAmbiguity();
    }

    /**
     * Returns an empty builder.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns all keys.
     *
     * @return the keys in the order in which they were added, those of one top section together
     */
    public List<ConfigKey<?>> keys() {
        return List.copyOf(keys.values());
    }

    /**
     * Returns the key at a path, with the default that holds in this schema.
     *
     * @param path such as {@code Server.Port}
     * @return the key, or empty where the path is unknown or a section
     */
    public Optional<ConfigKey<?>> key(String path) {
        return Optional.ofNullable(keys.get(path));
    }

    List<ConfigRule> rules() {
        return rules;
    }

    /** Whether the path is a section; the empty path is the top level and one too. */
    boolean isSection(String path) {
        return sections.contains(path);
    }

    /** The names that may stand directly in a section, in the order of the keys. */
    List<String> childrenOf(String section) {
        String prefix = section.isEmpty() ? "" : section + ".";
        Set<String> names = new LinkedHashSet<>();
        for (String path : keys.keySet()) {
            if (path.startsWith(prefix)) {
                names.add(path.substring(prefix.length()).split("\\.", 2)[0]);
            }
        }
        return List.copyOf(names);
    }

    /** Keeps the order of the keys but brings those of one top section together. */
    private static Map<String, ConfigKey<?>> bySection(Map<String, ConfigKey<?>> keys) {
        Map<String, Map<String, ConfigKey<?>>> sections = new LinkedHashMap<>();
        keys.forEach((path, key) -> sections.computeIfAbsent(path.split("\\.", 2)[0], top -> new LinkedHashMap<>())
                .put(path, key));
        Map<String, ConfigKey<?>> grouped = new LinkedHashMap<>();
        sections.values().forEach(grouped::putAll);
        return grouped;
    }

    private static Set<String> sections(Map<String, ConfigKey<?>> keys) {
        Set<String> sections = new LinkedHashSet<>(Set.of(""));
        for (String path : keys.keySet()) {
            for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
                sections.add(path.substring(0, dot));
            }
        }
        return sections;
    }

    private void refuseAmbiguity() {
        Map<String, String> variables = new TreeMap<>();
        for (ConfigKey<?> key : keys.values()) {
            if (sections.contains(key.path())) {
                throw new IllegalArgumentException(key.path() + " is both a key and a section");
            }
            String other = variables.putIfAbsent(key.environmentName(), key.path());
            if (other != null) {
                throw new IllegalArgumentException(
                        other + " and " + key.path() + " have the same environment variable");
            }
        }
    }

    /** Collects the keys and rules of a schema. */
    public static final class Builder {
        private final Map<String, ConfigKey<?>> keys = new LinkedHashMap<>();
        private final List<ConfigRule> rules = new ArrayList<>();

        private Builder() {}

        /**
         * Adds keys.
         *
         * @param added keys whose paths are not in the schema yet
         * @return this builder
         */
        public Builder keys(ConfigKey<?>... added) {
            return group(ConfigGroup.of(added));
        }

        /**
         * Adds a group of keys with its rules.
         *
         * @param group keys whose paths are not in the schema yet
         * @return this builder
         */
        public Builder group(ConfigGroup group) {
            for (ConfigKey<?> key : group.keys()) {
                if (keys.putIfAbsent(key.path(), key) != null) {
                    throw new IllegalArgumentException(key.path() + " is in the schema already");
                }
            }
            rules.addAll(group.rules());
            return this;
        }

        /**
         * Adds rules.
         *
         * @param added rules on keys of this schema
         * @return this builder
         */
        public Builder rules(ConfigRule... added) {
            rules.addAll(List.of(added));
            return this;
        }

        /**
         * Changes the default of a key that was added before, for this schema only.
         *
         * @param key the key
         * @param text the new default, as it is written in a file
         * @return this builder
         */
        public Builder defaultText(ConfigKey<?> key, String text) {
            if (keys.replace(key.path(), key.withDefault(text)) == null) {
                throw new IllegalArgumentException(key.path() + " is not in the schema");
            }
            return this;
        }

        /**
         * Returns the schema.
         *
         * @return an immutable schema
         * @throws IllegalArgumentException if two keys share an environment variable, or a key is a section as well
         */
        public ConfigSchema build() {
            return new ConfigSchema(keys, rules);
        }
    }
}
