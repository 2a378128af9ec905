// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.List;

/**
 * What {@link SessionStore#create} did.
 *
 * @param session the new session
 * @param evicted the sessions that were ended in the same step to make room for it, oldest first; immutable
 */
public record SessionCreation(Session session, List<SessionEvent.Deleted> evicted) {
    public SessionCreation {
        evicted = List.copyOf(evicted);
    }
}
