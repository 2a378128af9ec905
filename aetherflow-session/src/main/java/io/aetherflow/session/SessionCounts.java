// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

/**
 * How many live sessions there are in each state.
 *
 * @param connecting sessions in {@link SessionState#CONNECTING}
 * @param active sessions in {@link SessionState#ACTIVE}
 * @param idle sessions in {@link SessionState#IDLE}
 * @param disconnecting sessions in {@link SessionState#DISCONNECTING}
 */
public record SessionCounts(long connecting, long active, long idle, long disconnecting) {
    /**
     * Returns the number of live sessions.
     *
     * @return the sum over all states
     */
    public long total() {
        return connecting + active + idle + disconnecting;
    }
}
