// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.util.concurrent.ExecutionException;

/** One way of using a state-sync manager that {@link ManagerThroughput} measures, on a new manager in each round. */
interface ManagerCase {
    /**
     * What a round measured. The time is taken until the last operation has reached the last subscriber.
     *
     * @param operationsPerSecond committed operations
     * @param deliveriesPerSecond operations handed to subscribers
     * @param latencies of each operation, for the client that made it
     */
    record Outcome(double operationsPerSecond, double deliveriesPerSecond, Latencies latencies) {}

    /**
     * Runs one round.
     *
     * @param nanos for how long clients begin new operations, where the case does not say how many there are
     * @throws IllegalStateException if a text is not what it must be in the end, or a subscriber did not receive every
     *     operation once
     */
    Outcome run(long nanos) throws InterruptedException, ExecutionException;

    /** Reads a case: {@code replay}, or clients and documents as in {@code 16/4}. */
    static ManagerCase parse(String text) {
        if (text.equals("replay")) {
            return new TraceReplay(Traces.load());
        }
        String[] parts = text.split("/");
        if (parts.length != 2) {
            throw new IllegalArgumentException("case is " + text + ", allowed are replay and CLIENTS/DOCUMENTS");
        }
        return new EditingRound(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
}
