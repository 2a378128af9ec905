// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

/**
 * A text that a source gives to a known key, before it is parsed.
 *
 * @param key the key as the schema has it
 * @param text the text as written
 * @param quoted whether quotes stood around it in YAML
 * @param origin where it is written
 */
record Setting(ConfigKey<?> key, String text, boolean quoted, Origin origin) {
    static Setting plain(ConfigKey<?> key, String text, Origin origin) {
        return new Setting(key, text, false, origin);
    }

    /** What is wrong with this setting, said without its value where that is a secret. */
    ConfigProblem problem() {
        return problem(key, shownText(), origin);
    }

    static ConfigProblem problem(ConfigKey<?> key, String actual, Origin origin) {
        return new ConfigProblem(
                origin,
                key.path() + " is " + actual + ", allowed is " + key.type().allowed());
    }

    private String shownText() {
        if (key.type().secret()) {
            return "not allowed (value hidden)";
        }
        return (quoted && key.type().plainOnly() ? "the text \"" : "\"") + Printable.of(text) + '"';
    }
}
