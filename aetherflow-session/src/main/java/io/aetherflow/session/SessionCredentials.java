// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Instant;
import java.util.Optional;

/**
 * A live session and the hashes of the tokens that open it.
 *
 * @param session the session
 * @param current the hash of its token
 * @param previous the hash of the token before the last rotation, if there was one
 * @param previousValidUntil until when, exclusively, the previous token opens it too
 */
public record SessionCredentials(
        Session session, TokenHash current, Optional<TokenHash> previous, Instant previousValidUntil) {
    boolean opensWith(SessionToken token, Instant now) {
        TokenHash presented = token.hash();
        boolean isCurrent = current.equals(presented);
        boolean isPrevious = previous.map(presented::equals).orElse(false);
        return isCurrent || isPrevious && now.isBefore(previousValidUntil);
    }
}
