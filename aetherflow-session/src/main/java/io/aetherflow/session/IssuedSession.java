// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

/**
 * A session together with a token just made for it. This is the only time the token is seen: stores keep its hash.
 *
 * @param session the session
 * @param token its new token, to be handed to the client
 */
public record IssuedSession(Session session, SessionToken token) {}
