// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where the servers are. Those of one kind share a store, so that a client may use any of them.
 *
 * @param session the addresses of the session servers, {@code HOST:PORT} each, the one to use first in front
 * @param stateSync the addresses of the state-sync servers in the same manner
 */
public record Servers(List<String> session, List<String> stateSync) {
    public Servers {
        session = List.copyOf(session);
        stateSync = List.copyOf(stateSync);
    }

    /** The same servers for one of several users, so that all together use all of them. */
    Servers forUser(int user) {
        return new Servers(rotated(session, user), rotated(stateSync, user));
    }

    private static List<String> rotated(List<String> addresses, int by) {
        List<String> rotated = new ArrayList<>(addresses);
        Collections.rotate(rotated, -by);
        return rotated;
    }
}
