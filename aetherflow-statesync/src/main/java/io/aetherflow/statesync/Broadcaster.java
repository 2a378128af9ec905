// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Registration;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Tells every manager on the same store that a document has changed: the port between nodes. A signal says only where to
 * look; whoever receives it reads the store. Signals may be lost, repeated, joined and reordered, and nothing is lost
 * by that as long as a later one arrives. Implementations are safe for use by several threads.
 */
public interface Broadcaster extends AutoCloseable {
    /**
     * Says that a document has changed.
     *
     * @param docId the document
     * @param version its version, or an earlier one
     * @param controlRevision its control revision, or an earlier one
     */
    record Signal(UUID docId, long version, long controlRevision) {}

    /**
     * Sends a signal to all listeners, the sender's own included. Never waits for them.
     *
     * @param signal what changed
     */
    void publish(Signal signal);

    /**
     * Adds a listener.
     *
     * @param listener called with each signal, on any thread; must return at once and not throw
     * @return removes the listener when closed
     */
    Registration listen(Consumer<Signal> listener);

    /** Stops sending and receiving. */
    @Override
    void close();
}
