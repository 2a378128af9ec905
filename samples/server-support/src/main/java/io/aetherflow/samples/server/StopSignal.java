// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

/** The wish of the outside world that a process ends. */
interface StopSignal {
    /** Blocks until the process is asked to end; returns at once where that has happened. */
    void await() throws InterruptedException;

    /** Says that the process has done its work, whether asked to end or not, and which code it ends with. */
    void finished(int exitCode);
}
