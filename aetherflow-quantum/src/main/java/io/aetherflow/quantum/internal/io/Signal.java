// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

/** A listener that hears that something may be possible again; it hears it once, however often that came true meanwhile. */
final class Signal {
    final Runnable listener;
    /** Whether it waits to be called. */
    boolean raised;

    Signal(Runnable listener) {
        this.listener = listener;
    }
}
