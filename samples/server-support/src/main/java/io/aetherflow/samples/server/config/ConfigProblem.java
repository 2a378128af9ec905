// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.Objects;

/**
 * One thing that is wrong with a configuration.
 *
 * @param origin where it is wrong
 * @param message what is wrong and what is allowed; holds no secret
 */
public record ConfigProblem(Origin origin, String message) {
    public ConfigProblem {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(message, "message");
    }

    /** Returns the line for the user: place, colon, message. */
    @Override
    public String toString() {
        return origin + ": " + message;
    }
}
