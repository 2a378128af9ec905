// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.broadcast;

import java.util.function.Consumer;

/**
 * What carries messages of ASCII text to every node, the sender's own included. It may lose them. One thread sends and
 * another receives; each method opens what it needs again after a failure.
 */
public interface SignalLink extends AutoCloseable {
    /** The longest message, in characters. */
    int MAX_MESSAGE_CHARS = 7_500;

    /** There is a message at least as often as this, in milliseconds; three times as long without one is a broken link. */
    int HEARTBEAT_MILLIS = 3_000;

    /**
     * Sends a message.
     *
     * @param message at most {@value #MAX_MESSAGE_CHARS} characters
     * @throws Exception if it was probably not sent
     */
    void send(String message) throws Exception;

    /**
     * Receives until the link breaks or is closed.
     *
     * @param connected called once messages are being received
     * @param handler called with each message
     * @throws Exception if the link is broken
     */
    void receive(Runnable connected, Consumer<String> handler) throws Exception;

    /** Breaks off sending and receiving. */
    @Override
    void close();
}
