// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.Optional;

/**
 * Which live sessions to list, and which page of them. A session must pass all filters that are present.
 *
 * <p>Pages hold still: a session that lives and passes the filters throughout is on exactly one page, whatever is
 * created, ended or kept alive by heartbeats between the pages. The sessions of one user come in the order of their
 * ids, which is the order of their creation as far as the servers' clocks agree. Without a user filter the order is the
 * store's own.
 *
 * @param userId only sessions of this user; not empty text
 * @param state only sessions in this state
 * @param serverAddr only sessions at this server; not empty text
 * @param pageSize how many to return at most, 1 to {@value #MAX_PAGE_SIZE}
 * @param cursor where to go on: {@link io.aetherflow.core.Page#nextCursor} of the page before, from the same store;
 *     empty for the first page
 * @param withTotal whether the page is to tell how many sessions pass the filters in all, which may cost more than the
 *     page itself
 */
public record SessionQuery(
        Optional<String> userId,
        Optional<SessionState> state,
        Optional<String> serverAddr,
        int pageSize,
        Optional<String> cursor,
        boolean withTotal) {
    /** The size of a page unless told otherwise. */
    public static final int DEFAULT_PAGE_SIZE = 50;

    /** The greatest size of a page. */
    public static final int MAX_PAGE_SIZE = 1000;

    public SessionQuery {
        userId.ifPresent(id -> Checks.notEmpty("userId", id));
        serverAddr.ifPresent(addr -> Checks.notEmpty("serverAddr", addr));
        Checks.within("pageSize", pageSize, 1, MAX_PAGE_SIZE);
    }

    /**
     * Returns the first page of all sessions.
     *
     * @return a query without filters
     */
    public static SessionQuery all() {
        return builder().build();
    }

    /**
     * Returns the first page of a user's sessions.
     *
     * @param userId the user
     * @return a query with that filter only
     */
    public static SessionQuery ofUser(String userId) {
        return builder().userId(userId).build();
    }

    /**
     * Starts building a query.
     *
     * @return a builder without filters, for the first page of {@value #DEFAULT_PAGE_SIZE}, without a total
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the same query for a later page.
     *
     * @param nextCursor {@link io.aetherflow.core.Page#nextCursor} of the page before
     * @return a query that goes on there
     */
    public SessionQuery after(String nextCursor) {
        return new SessionQuery(userId, state, serverAddr, pageSize, Optional.of(nextCursor), withTotal);
    }

    /** Builds a {@link SessionQuery}. For use by one thread. */
    public static final class Builder {
        private Optional<String> userId = Optional.empty();
        private Optional<SessionState> state = Optional.empty();
        private Optional<String> serverAddr = Optional.empty();
        private int pageSize = DEFAULT_PAGE_SIZE;
        private Optional<String> cursor = Optional.empty();
        private boolean withTotal;

        private Builder() {}

        /**
         * Lists only one user's sessions.
         *
         * @param id the user
         * @return this builder
         */
        public Builder userId(String id) {
            userId = Optional.of(id);
            return this;
        }

        /**
         * Lists only sessions in one state.
         *
         * @param wanted the state
         * @return this builder
         */
        public Builder state(SessionState wanted) {
            state = Optional.of(wanted);
            return this;
        }

        /**
         * Lists only one server's sessions.
         *
         * @param addr the server's address
         * @return this builder
         */
        public Builder serverAddr(String addr) {
            serverAddr = Optional.of(addr);
            return this;
        }

        /**
         * Sets the size of the page.
         *
         * @param size 1 to {@value #MAX_PAGE_SIZE}
         * @return this builder
         */
        public Builder pageSize(int size) {
            pageSize = size;
            return this;
        }

        /**
         * Goes on after an earlier page.
         *
         * @param nextCursor {@link io.aetherflow.core.Page#nextCursor} of that page
         * @return this builder
         */
        public Builder cursor(String nextCursor) {
            cursor = Optional.of(nextCursor);
            return this;
        }

        /**
         * Asks for the {@link io.aetherflow.core.Page#total} too.
         *
         * @return this builder
         */
        public Builder withTotal() {
            withTotal = true;
            return this;
        }

        /**
         * Builds the query.
         *
         * @return the query
         * @throws InvalidSessionException if the page size is out of range or a filter is empty text
         */
        public SessionQuery build() {
            return new SessionQuery(userId, state, serverAddr, pageSize, cursor, withTotal);
        }
    }
}
