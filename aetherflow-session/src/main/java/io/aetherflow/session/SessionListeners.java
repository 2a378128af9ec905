// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.core.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of one manager, in the order in which they came. */
final class SessionListeners {
    private static final Logger LOG = LoggerFactory.getLogger(SessionManager.class);

    /** One registration, equal to itself only: the same target may be registered twice. */
    private static final class Listener {
        final SessionListener target;

        Listener(SessionListener target) {
            this.target = target;
        }
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Registration add(SessionListener target) {
        Listener listener = new Listener(target);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void publish(SessionEvent event) {
        for (Listener listener : listeners) {
            try {
                listener.target.onEvent(event);
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("sessionId", event.session().id())
                        .addKeyValue("event", event.getClass().getSimpleName())
                        .setCause(e)
                        .log("session listener failed");
            }
        }
    }

    void clear() {
        listeners.clear();
    }
}
