// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

/**
 * How many live sessions one user may have.
 *
 * @param maxSessions the greatest number, 1 or more
 * @param policy what happens beyond it
 */
public record UserLimit(int maxSessions, SessionLimitPolicy policy) {
    public UserLimit {
        Checks.within("userLimit.maxSessions", maxSessions, 1, Integer.MAX_VALUE);
    }

    /**
     * Returns the absence of a limit.
     *
     * @return a limit that is never reached
     */
    public static UserLimit unlimited() {
        return new UserLimit(Integer.MAX_VALUE, SessionLimitPolicy.REJECT);
    }
}
