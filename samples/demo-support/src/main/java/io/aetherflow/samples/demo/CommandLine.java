// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of a demo, each given as {@code --NAME VALUE}. */
public final class CommandLine {
    private static final int MAX_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

    private final Map<String, String> values = new HashMap<>();
    private final boolean help;

    /**
     * Reads a command line.
     *
     * @param args the options and their values, or {@code --help}
     * @param names what there is, each with its two dashes
     * @throws CommandLineException if there is another, or one without a value
     */
    public CommandLine(List<String> args, String... names) throws CommandLineException {
        List<String> allowed = List.of(names);
        this.help = args.contains("--help") || args.contains("-h");
        for (int i = 0; i < args.size() && !help; i += 2) {
            String name = args.get(i);
            if (!allowed.contains(name) || i + 1 == args.size()) {
                throw new CommandLineException(
                        "option", name, "one of " + String.join(", ", allowed) + ", each with a value");
            }
            values.put(name, args.get(i + 1));
        }
    }

    /**
     * Tells whether only the usage is asked for.
     *
     * @return whether only the usage is asked for
     */
    public boolean help() {
        return help;
    }

    /**
     * Returns an option.
     *
     * @param name the option
     * @return its value, if it was given
     */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * Returns an option that must be given.
     *
     * @param name the option
     * @param allowed what is allowed
     * @return its value
     * @throws CommandLineException if it was not given
     */
    public String required(String name, String allowed) throws CommandLineException {
        String value = values.get(name);
        if (value == null) {
            throw new CommandLineException(name, "", allowed);
        }
        return value;
    }

    /**
     * Returns an option that is a whole number.
     *
     * @param name the option
     * @param byDefault the number if it was not given
     * @param min the least allowed
     * @param max the greatest allowed
     * @return the number
     * @throws CommandLineException if it is none, or out of the range
     */
    public int number(String name, int byDefault, int min, int max) throws CommandLineException {
        String value = values.get(name);
        return value == null ? byDefault : CommandLineException.number(name, value, min, max);
    }

    /**
     * Returns an option that is a duration: a whole number and ms, s, m or h.
     *
     * @param name the option
     * @param byDefault the duration if it was not given
     * @param min the shortest allowed
     * @param max the longest allowed
     * @return the duration
     * @throws CommandLineException if it is none, or out of the range
     */
    public Duration duration(String name, Duration byDefault, Duration min, Duration max) throws CommandLineException {
        String value = values.get(name);
        if (value == null) {
            return byDefault;
        }
        Matcher parts = DURATION.matcher(value);
        if (parts.matches()) {
            Duration duration = of(Long.parseLong(parts.group(1)), parts.group(2));
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
        }
        throw new CommandLineException(
                name, value, "a number with ms, s, m or h behind, " + text(min) + " to " + text(max));
    }

    private static Duration of(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /**
     * Returns an option that is an address, which must be given unless there is a default.
     *
     * @param name the option
     * @param byDefault {@code HOST:PORT} if it was not given; empty for none
     * @param minPort 1, or 0 if any free port will do
     * @return the address
     * @throws CommandLineException if it is none, or if the host has none
     */
    public InetSocketAddress address(String name, String byDefault, int minPort) throws CommandLineException {
        String value = values.getOrDefault(name, byDefault);
        Matcher parts = ADDRESS.matcher(value);
        int port = parts.matches() ? Integer.parseInt(parts.group(2)) : -1;
        if (port < minPort || port > MAX_PORT) {
            throw new CommandLineException(name, value, "HOST:PORT, with a port of " + minPort + " to " + MAX_PORT);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(parts.group(1)), port);
        } catch (UnknownHostException e) {
            throw new CommandLineException(name, value, "a host that has an address");
        }
    }
}
