// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.demo;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** What the commands of the demos have in common: their exit codes, and one sentence for what went wrong. */
public final class DemoCommand {
    private DemoCommand() {}

    /**
     * Runs a demo.
     *
     * @param name the demo's name, before each message
     * @param usage printed if the command line is wrong
     * @param err where messages go
     * @param demo tells whether everything held
     * @return the exit code: 0 if everything held, 1 if not, 2 if the command line is wrong
     */
    public static int run(String name, String usage, PrintStream err, Callable<Boolean> demo) {
        try {
            return demo.call() ? 0 : 1;
        } catch (CommandLineException e) {
            err.println(name + ": " + e.getMessage());
            err.println(usage);
            return 2;
        } catch (Exception e) {
            err.println(name + ": " + sentence(e));
            return 1;
        }
    }

    /** Says what happened, on whichever thread, and the innermost cause, where libraries put the system's own words. */
    private static String sentence(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof ExecutionException && cause != null) {
            return sentence(cause);
        }
        String message = words(failure);
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String reason = words(innermost);
        return message.contains(reason) ? message : message + " (" + reason + ")";
    }

    private static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
