// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.QuantumStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners of a connection, and what they are to hear next: streams, signals, messages and datagrams by turns, the close last. */
final class Listeners implements Delivery.Source {
    private static final int KINDS = 4;

    private final DrivenConnection connection;
    private final Deque<Signal> signals = new ArrayDeque<>(2);
    private @Nullable Consumer<? super QuantumStream> onStream;
    private @Nullable Consumer<? super byte[]> onMessage;
    private @Nullable Consumer<? super byte[]> onDatagram;
    private @Nullable Consumer<? super CloseReason> onClose;
    private int turn;

    Listeners(DrivenConnection connection) {
        this.connection = connection;
    }

    // All under the lock.

    void onStream(Consumer<? super QuantumStream> listener) {
        onStream = listener;
    }

    void onMessage(Consumer<? super byte[]> listener) {
        onMessage = listener;
    }

    void onDatagram(Consumer<? super byte[]> listener) {
        onDatagram = listener;
    }

    void onClose(Consumer<? super CloseReason> listener) {
        onClose = listener;
    }

    void raise(@Nullable Signal signal) {
        if (signal != null && !signal.raised) {
            signal.raised = true;
            signals.add(signal);
        }
    }

    @Override
    public @Nullable Runnable next() {
        for (int i = 0; i < KINDS; i++) {
            turn = (turn + 1) % KINDS;
            Runnable call = switch (turn) {
                case 0 -> stream();
                case 1 -> signal();
                case 2 -> message();
                default -> datagram();
            };
            if (call != null) {
                return call;
            }
        }
        return close();
    }

    private @Nullable Runnable stream() {
        Consumer<? super QuantumStream> listener = onStream;
        QuantumStream stream = listener == null ? null : connection.pollStream();
        return listener == null || stream == null ? null : () -> listener.accept(stream);
    }

    private @Nullable Runnable signal() {
        Signal signal = signals.poll();
        if (signal == null) {
            return null;
        }
        signal.raised = false;
        return signal.listener;
    }

    private @Nullable Runnable message() {
        Consumer<? super byte[]> listener = onMessage;
        byte[] message = listener == null ? null : connection.pollMessage();
        return listener == null || message == null ? null : () -> listener.accept(message);
    }

    private @Nullable Runnable datagram() {
        Consumer<? super byte[]> listener = onDatagram;
        byte[] datagram = listener == null ? null : connection.pollDatagram();
        return listener == null || datagram == null ? null : () -> listener.accept(datagram);
    }

    private @Nullable Runnable close() {
        Consumer<? super CloseReason> listener = onClose;
        CloseReason reason = connection.core().closeReason();
        if (listener == null || reason == null) {
            return null;
        }
        onClose = null;
        return () -> listener.accept(reason);
    }
}
