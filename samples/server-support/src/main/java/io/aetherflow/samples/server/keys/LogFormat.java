// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import java.util.Locale;

/** How a log event is written. */
public enum LogFormat {
    /** One line for people. */
    TEXT,

    /** One JSON object a line. */
    JSON;

    /** Returns the constant as it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
