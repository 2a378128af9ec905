// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The value types that have nothing to do with the network. */
public final class ValueTypes {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final int MAX_PATH_LENGTH = 4096;

    private ValueTypes() {}

    /**
     * Returns the type of a decimal integer in a range.
     *
     * @param min the least value allowed
     * @param max the greatest value allowed
     * @return the type
     */
    public static ValueType<Integer> integer(int min, int max) {
        return ValueType.of(Integer.class, "an integer from " + min + " to " + max, text -> {
                    if (!INTEGER.matcher(text).matches()) {
                        return Optional.empty();
                    }
                    long value = Long.parseLong(text);
                    return value < min || value > max ? Optional.empty() : Optional.of((int) value);
                })
                .withPlainOnly();
    }

    /**
     * Returns the type of a decimal fraction in a range, without exponent.
     *
     * @param min the least value allowed
     * @param max the greatest value allowed
     * @return the type
     */
    public static ValueType<Double> decimal(double min, double max) {
        return ValueType.of(
                        Double.class,
                        "a number from " + min + " to " + max,
                        text -> Optional.of(text)
                                .filter(DECIMAL.asMatchPredicate())
                                .map(Double::valueOf)
                                .filter(value -> value >= min && value <= max))
                .withPlainOnly();
    }

    /**
     * Returns the type of a truth value, written {@code true} or {@code false} and no other way.
     *
     * @return the type
     */
    public static ValueType<Boolean> bool() {
        return ValueType.of(Boolean.class, "true or false", text -> switch (text) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                })
                .withPlainOnly();
    }

    /**
     * Returns the type of one of an enum's constants, each written as its {@code toString()}.
     *
     * @param constants the enum
     * @param <E> the enum's type
     * @return the type
     */
    public static <E extends Enum<E>> ValueType<E> choice(Class<E> constants) {
        E[] all = constants.getEnumConstants();
        String names = Arrays.stream(all).map(Enum::toString).collect(Collectors.joining(", "));
        return ValueType.of(
                constants,
                "one of " + names,
                text -> Arrays.stream(all)
                        .filter(constant -> constant.toString().equals(text))
                        .findFirst());
    }

    /**
     * Returns the type of a text without control characters.
     *
     * @param minLength the least number of characters
     * @param maxLength the greatest number of characters
     * @return the type
     */
    public static ValueType<String> text(int minLength, int maxLength) {
        return ValueType.of(
                String.class,
                minLength + " to " + maxLength + " printable characters",
                text -> Optional.of(text)
                        .filter(value -> value.length() >= minLength && value.length() <= maxLength)
                        .filter(value -> value.chars().noneMatch(Character::isISOControl)));
    }

    /**
     * Returns the type of a name that needs no quotes in SQL.
     *
     * @param maxLength the greatest number of characters
     * @return the type
     */
    public static ValueType<String> identifier(int maxLength) {
        return ValueType.of(
                String.class,
                "1 to " + maxLength + " lower-case letters, digits and underscores, the first no digit",
                text -> Optional.of(text)
                        .filter(value -> value.length() <= maxLength)
                        .filter(IDENTIFIER.asMatchPredicate()));
    }

    /**
     * Returns the type of a text that is never printed.
     *
     * @param maxLength the greatest number of characters
     * @return the type
     */
    public static ValueType<Secret> secret(int maxLength) {
        ValueType<String> text = text(0, maxLength);
        return ValueType.of(
                        Secret.class, text.allowed(), value -> text.parse(value).map(Secret::new))
                .withSecret();
    }

    /**
     * Returns the type of a file's path, which may be empty for none. Whether the file exists is not checked here.
     *
     * @return the type
     */
    public static ValueType<String> file() {
        ValueType<String> text = text(0, MAX_PATH_LENGTH);
        return ValueType.of(String.class, "a file path of " + text.allowed(), text.parser());
    }
}
