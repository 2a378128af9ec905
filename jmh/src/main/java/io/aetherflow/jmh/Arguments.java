// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line with its {@code -Dname=value} taken out and set as system properties.
 *
 * @param properties the {@code -D} arguments as written, to hand on to forked JVMs
 * @param rest all other arguments
 */
record Arguments(List<String> properties, List<String> rest) {
    static Arguments of(String[] args) {
        List<String> properties = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String arg : args) {
            if (!arg.startsWith("-D")) {
                rest.add(arg);
                continue;
            }
            properties.add(arg);
            int equals = arg.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(arg + " has no value, allowed is -Dname=value");
            }
            System.setProperty(arg.substring(2, equals), arg.substring(equals + 1));
        }
        return new Arguments(List.copyOf(properties), List.copyOf(rest));
    }
}
