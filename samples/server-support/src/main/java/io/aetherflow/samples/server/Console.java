// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a process has around it.
 *
 * @param out standard output, for what the user asked for
 * @param err standard error, for what went wrong
 * @param environment the environment variables
 */
record Console(PrintStream out, PrintStream err, Map<String, String> environment) {
    static Console system() {
        return new Console(System.out, System.err, System.getenv());
    }
}
