// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.core;

/**
 * A monotonic clock in nanoseconds with an arbitrary origin: good for durations, meaningless as a date.
 * Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface NanoClock {
    /**
     * Returns the current reading, in nanoseconds. Readings may be negative and may wrap: compare by subtraction, as
     * {@link System#nanoTime()} says.
     *
     * @return nanoseconds since an arbitrary origin
     */
    long nanoTime();

    /**
     * Returns the clock of the running JVM, {@link System#nanoTime()}.
     *
     * @return the system's monotonic clock
     */
    static NanoClock system() {
        return System::nanoTime;
    }
}
