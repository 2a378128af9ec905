// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a program: its defaults, with those replaced that the command line gives as {@code --name value}.
 *
 * @param values every setting, in the order of the defaults
 */
record Options(Map<String, String> values) {
    Options {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads a command line. Prints the defaults and exits on {@code --help}. */
    static Options parse(String[] args, String... defaults) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : defaults) {
            int equals = setting.indexOf('=');
            values.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        List<String> rest = Arguments.of(args).rest();
        if (rest.contains("--help") || rest.contains("-h")) {
            values.forEach((name, value) -> System.out.println("--" + name + " " + value));
            System.exit(0);
        }
        for (int i = 0; i < rest.size(); i += 2) {
            String name = rest.get(i).replaceFirst("^--", "");
            if (!values.containsKey(name) || i + 1 == rest.size()) {
                throw new IllegalArgumentException(
                        "option is " + rest.get(i) + ", allowed are --NAME VALUE with NAME one of " + values.keySet());
            }
            values.put(name, rest.get(i + 1));
        }
        return new Options(values);
    }

    /** A setting that is one whole number, 0 or more. */
    int number(String name) {
        return number(name, text(name));
    }

    /** A setting that is whole numbers with commas between. */
    int[] numbers(String name) {
        return list(name).stream().mapToInt(part -> number(name, part)).toArray();
    }

    /** A setting that is texts with commas between. */
    List<String> list(String name) {
        return List.of(text(name).split(","));
    }

    /** A setting in seconds, as nanoseconds. */
    long nanos(String name) {
        return (long) (Double.parseDouble(text(name)) * 1e9);
    }

    private String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no option " + name);
        }
        return value;
    }

    private static int number(String name, String text) {
        int value = Integer.parseInt(text);
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed is 0 or more");
        }
        return value;
    }
}
