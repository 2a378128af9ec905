// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

/** Asks a store for a sign of life. */
@FunctionalInterface
public interface Ping {
    /**
     * Returns if the store answers.
     *
     * @throws Exception if it does not
     */
    void ping() throws Exception;
}
