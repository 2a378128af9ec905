// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.Objects;

/** A configuration value that must not be printed: its {@code toString()} hides it. */
public final class Secret {
    static final String MASK = "********";

    private final String text;

    Secret(String text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    /**
     * Returns the value itself, for the call that needs it and nothing else.
     *
     * @return the secret in the clear; empty where none is configured
     */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
