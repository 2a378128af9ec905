// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/**
 * On whose behalf a call is made. Only an application's outermost layer fills this in, from what it has verified, never
 * from a field of the request.
 *
 * @param userId who calls: 1 to {@value #MAX_ID_CHARS} visible ASCII characters
 * @param sessionId the session of the call, of the same form
 * @param clientIp the address the call came from, or an empty text if unknown
 * @param userAgent what the client calls itself, or an empty text if unknown
 */
public record Caller(String userId, String sessionId, String clientIp, String userAgent) {
    /** The longest user or session id. */
    public static final int MAX_ID_CHARS = 128;

    public Caller {
        Checks.id("userId", userId, MAX_ID_CHARS);
        Checks.id("sessionId", sessionId, MAX_ID_CHARS);
        Checks.text("clientIp", clientIp, 64);
        Checks.text("userAgent", userAgent, 512);
    }

    /**
     * Returns a caller of unknown address and agent.
     *
     * @param userId who calls
     * @param sessionId the session of the call
     * @return the caller
     */
    public static Caller of(String userId, String sessionId) {
        return new Caller(userId, sessionId, "", "");
    }
}
