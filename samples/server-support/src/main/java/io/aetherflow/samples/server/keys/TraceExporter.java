// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import java.util.Locale;

/** Where spans are sent. */
public enum TraceExporter {
    /** To a collector that speaks OTLP. */
    OTLP,

    /** To standard output, for trying out. */
    STDOUT;

    /** Returns the constant as it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
