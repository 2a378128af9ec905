// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.samples.session.SessionServer;
import io.aetherflow.samples.statesync.StateSyncServer;
import java.nio.file.Path;

/**
 * One node of the cluster: a session server and a state-sync server, each in a JVM of its own.
 *
 * @param name in messages
 * @param sessions the session server
 * @param stateSync the state-sync server
 */
record Node(String name, ServerProcess sessions, ServerProcess stateSync) implements AutoCloseable {
    static Node of(String name, Engines engines, Path logs) {
        return new Node(
                name,
                new ServerProcess(
                        "session-server-" + name,
                        SessionServer.class.getName(),
                        engines.sessionSettings(),
                        engines.sessionSecrets(),
                        logs),
                new ServerProcess(
                        "statesync-server-" + name,
                        StateSyncServer.class.getName(),
                        engines.stateSyncSettings(),
                        engines.stateSyncSecrets(),
                        logs));
    }

    void start() {
        stateSync.start();
        sessions.start();
    }

    void awaitListening() throws InterruptedException {
        stateSync.awaitListening();
        sessions.awaitListening();
    }

    /** Kills both servers, as the end of a machine does. */
    void kill() {
        stateSync.kill();
        sessions.kill();
    }

    @Override
    public String toString() {
        return "node " + name + ": session server " + sessions.address() + ", state-sync server " + stateSync.address();
    }

    @Override
    public void close() {
        stateSync.close();
        sessions.close();
    }
}
