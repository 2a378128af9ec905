// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.demo;

/** Says what is wrong with a demo's command line. */
public final class CommandLineException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param option the option
     * @param value what was given
     * @param allowed what is allowed
     */
    public CommandLineException(String option, String value, String allowed) {
        super(option + " is \"" + value + "\", allowed is " + allowed);
    }

    /**
     * Parses a whole number.
     *
     * @param option the option
     * @param value what was given
     * @param min the least allowed
     * @param max the greatest allowed
     * @return the number
     * @throws CommandLineException if it is none, or out of the range
     */
    public static int number(String option, String value, int min, int max) throws CommandLineException {
        if (value.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new CommandLineException(option, value, min + " to " + max);
    }
}
