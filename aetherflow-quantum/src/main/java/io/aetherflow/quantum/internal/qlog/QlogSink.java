// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

/** Takes the text of files. Never blocks, never throws. */
public interface QlogSink {
    /** Whether there is room for more at present. Whoever has something that ends a file need not ask. */
    boolean hasRoom();

    /**
     * Appends to a file, in the order of calls.
     *
     * @param file its name
     * @param text the sink's from now on
     */
    void append(String file, byte[] text);
}
