// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

/**
 * Hears what happens to sessions. Called on the thread that caused the event, several threads at a time, so it should
 * be quick. What it throws is logged and disturbs nobody.
 */
@FunctionalInterface
public interface SessionListener {
    /**
     * Takes one event. The same event may come again, see {@link SessionManager}.
     *
     * @param event what happened
     */
    void onEvent(SessionEvent event);
}
