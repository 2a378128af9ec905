// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A new session was refused because a user, or the store, has as many as allowed. */
public final class SessionLimitException extends SessionException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String userId;
    private final int limit;

    /**
     * Creates the exception for a user who is at the {@link UserLimit}.
     *
     * @param userId the user
     * @param limit how many sessions the user may have
     */
    public SessionLimitException(String userId, int limit) {
        super("user " + userId + " has the " + limit + " sessions that are allowed");
        this.userId = userId;
        this.limit = limit;
    }

    /**
     * Creates the exception for a store that is full.
     *
     * @param limit how many sessions the store may hold
     */
    public SessionLimitException(int limit) {
        super("the store holds the " + limit + " sessions that are allowed");
        this.userId = null;
        this.limit = limit;
    }

    /**
     * Returns whose limit it is.
     *
     * @return the user, or empty where the store as a whole is full
     */
    public Optional<String> userId() {
        return Optional.ofNullable(userId);
    }

    /**
     * Returns the limit.
     *
     * @return how many sessions are allowed
     */
    public int limit() {
        return limit;
    }
}
