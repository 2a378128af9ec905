// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

/** Sessions in Redis, by one product. Safe for use by several threads. */
interface RedisPeer extends AutoCloseable {
    /** Creates a session; returns its id. */
    Object create(int user);

    /** Finds a session and checks the answer. */
    void find(Object id);

    /** Tells of a sign of life, and checks that the session is there. */
    void heartbeat(Object id);

    @Override
    void close();
}
