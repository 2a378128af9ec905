// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The effective configuration of one server: a value for every key of its schema, each with its origin. Immutable;
 * made by a {@link ConfigLoader}.
 */
public final class Config {
    private final Map<String, Entry> entries;
    private final List<String> warnings;

    record Entry(Setting setting, Object value) {}

    Config(Map<String, Entry> entries, List<String> warnings) {
        this.entries = new LinkedHashMap<>(entries);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Returns the value of a key.
     *
     * @param key a key of this configuration's schema
     * @param <T> the value's type
     * @return the value
     * @throws IllegalArgumentException if the schema does not have the key
     */
    public <T> T value(ConfigKey<T> key) {
        return key.type().javaType().cast(entry(key).value());
    }

    /**
     * Returns where the value of a key comes from.
     *
     * @param key a key of this configuration's schema
     * @return the value's origin
     * @throws IllegalArgumentException if the schema does not have the key
     */
    public Origin origin(ConfigKey<?> key) {
        return entry(key).setting().origin();
    }

    /**
     * Returns what the user should know though it does not stop the start.
     *
     * @return one sentence for each warning
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Returns the whole configuration as text, one key a line with its origin; secrets are masked.
     *
     * @return lines such as {@code Server.Port = 9001 (default)}
     */
    public String describe() {
        return entries.values().stream()
                .map(Config::line)
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static String line(Entry entry) {
        Setting setting = entry.setting();
        boolean hidden = setting.key().type().secret() && !setting.text().isEmpty();
        return setting.key().path() + " = " + (hidden ? Secret.MASK : Printable.value(setting.text())) + " ("
                + setting.origin() + ")";
    }

    private Entry entry(ConfigKey<?> key) {
        Entry entry = entries.get(key.path());
        if (entry == null) {
            throw new IllegalArgumentException(key.path() + " is not a key of this configuration");
        }
        return entry;
    }
}
