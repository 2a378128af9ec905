// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.stream.Collectors;

/** The part of a server's help text that lists its keys. */
public final class KeyHelp {
    private KeyHelp() {}

    /**
     * Returns one paragraph for each key: path and default, purpose, allowed values, environment variable.
     *
     * @param schema the keys
     * @return the text, ending in a line break
     */
    public static String of(ConfigSchema schema) {
        return schema.keys().stream().map(KeyHelp::paragraph).collect(Collectors.joining());
    }

    private static String paragraph(ConfigKey<?> key) {
        return String.format(
                "  %s (default %s)%n      %s%n      allowed: %s%n      environment: %s%n",
                key.path(),
                Printable.value(key.defaultText()),
                key.doc(),
                key.type().allowed(),
                key.environmentName());
    }
}
