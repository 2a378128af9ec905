// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The type of a configuration value: which texts are allowed and what they become.
 *
 * @param javaType the class of the parsed value
 * @param allowed what is allowed, as the end of the sentence "allowed is ..."
 * @param parser turns text into a value, or into empty where the text is not allowed
 * @param plainOnly whether quotes in YAML make the value a text and so the wrong type, as they do for a number
 * @param secret whether the value must never be printed
 * @param <T> the parsed value
 */
public record ValueType<T>(
        Class<T> javaType, String allowed, Function<String, Optional<T>> parser, boolean plainOnly, boolean secret) {
    public ValueType {
        Objects.requireNonNull(javaType, "javaType");
        Objects.requireNonNull(allowed, "allowed");
        Objects.requireNonNull(parser, "parser");
    }

    /**
     * Returns a type whose values are written as text.
     *
     * @param javaType the class of the parsed value
     * @param allowed what is allowed, as the end of the sentence "allowed is ..."
     * @param parser turns text into a value, or into empty where the text is not allowed
     * @param <T> the parsed value
     * @return a type that may be quoted in YAML and is no secret
     */
    public static <T> ValueType<T> of(Class<T> javaType, String allowed, Function<String, Optional<T>> parser) {
        return new ValueType<>(javaType, allowed, parser, false, false);
    }

    ValueType<T> withPlainOnly() {
        return new ValueType<>(javaType, allowed, parser, true, secret);
    }

    ValueType<T> withSecret() {
        return new ValueType<>(javaType, allowed, parser, plainOnly, true);
    }

    /**
     * Parses a text.
     *
     * @param text the text as written by the user
     * @return the value, or empty where the text is not allowed
     */
    public Optional<T> parse(String text) {
        return parser.apply(text);
    }
}
