// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Carries signals between the managers of one JVM, by calling the listeners on the sender's thread. */
public final class LocalBroadcaster implements Broadcaster {
    private final List<Consumer<Signal>> listeners = new CopyOnWriteArrayList<>();

    /** Creates a broadcaster without listeners. */
    public LocalBroadcaster() {}

    @Override
    public void publish(Signal signal) {
        for (Consumer<Signal> listener : listeners) {
            listener.accept(signal);
        }
    }

    @Override
    public Registration listen(Consumer<Signal> listener) {
        Consumer<Signal> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
