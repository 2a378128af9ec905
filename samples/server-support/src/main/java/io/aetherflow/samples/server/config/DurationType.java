// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value type of a duration: whole numbers with a unit, such as {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h30m}. */
public final class DurationType {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern SUM = Pattern.compile("(?:" + PART.pattern() + "){1,4}");

    private DurationType() {}

    /**
     * Returns the type of a duration in a range.
     *
     * @param min the shortest duration allowed, as it is written in a file
     * @param max the longest duration allowed, as it is written in a file
     * @return the type
     */
    public static ValueType<Duration> duration(String min, String max) {
        Duration least = parse(min).orElseThrow(() -> new IllegalArgumentException("min is " + min));
        Duration most = parse(max).orElseThrow(() -> new IllegalArgumentException("max is " + max));
        return ValueType.of(
                Duration.class,
                "a duration from " + min + " to " + max + " with the units ms, s, m and h",
                text -> parse(text).filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0));
    }

    private static Optional<Duration> parse(String text) {
        if (!SUM.matcher(text).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(Long.parseLong(part.group(1)), unit(part.group(2)));
        }
        return Optional.of(sum);
    }

    private static ChronoUnit unit(String symbol) {
        return switch (symbol) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> throw new IllegalArgumentException("unit is " + symbol);
        };
    }
}
