// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One setting of a server: its path, type, default and purpose.
 *
 * @param path section names and the key's own name, joined by dots: {@code Server.Port}
 * @param type which values are allowed
 * @param defaultText the value where no source sets one, as it is written in a file; allowed by {@code type}
 * @param doc one line on what the setting does
 * @param <T> the parsed value
 */
public record ConfigKey<T>(String path, ValueType<T> type, String defaultText, String doc) {
    static final String ENVIRONMENT_PREFIX = "AETHERFLOW_";

    private static final Pattern PATH = Pattern.compile("[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z][A-Za-z0-9]*)*");

    public ConfigKey {
        Objects.requireNonNull(doc, "doc");
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("path is \"" + path + "\", allowed is Name or Section.Name");
        }
        if (type.parse(defaultText).isEmpty()) {
            throw new IllegalArgumentException(
                    "default of " + path + " is \"" + defaultText + "\", allowed is " + type.allowed());
        }
    }

    /**
     * Returns the same key with another default.
     *
     * @param text the new default, as it is written in a file
     * @return the changed key
     */
    public ConfigKey<T> withDefault(String text) {
        return new ConfigKey<>(path, type, text, doc);
    }

    /**
     * Returns the environment variable that sets this key: {@code AETHERFLOW_SERVER_PORT} for {@code Server.Port}.
     *
     * @return the variable's name
     */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
