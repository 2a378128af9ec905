// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import java.util.Locale;

/** The least severe log events that are written. */
public enum LogLevel {
    /** Everything, that of the network libraries included. */
    DEBUG,

    /** What an operator wants to know. */
    INFO,

    /** What an operator should look at. */
    WARN,

    /** Failures only. */
    ERROR;

    /** Returns the constant as it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
