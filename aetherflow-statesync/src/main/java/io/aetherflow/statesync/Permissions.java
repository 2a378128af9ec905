// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Set;

/**
 * Who may do what with a document. Whoever is named nowhere may do nothing.
 *
 * @param owner the one user with {@link Access#OWN}
 * @param editors users with {@link Access#WRITE}
 * @param viewers users with {@link Access#READ}
 * @param publicRead whether everybody else has {@link Access#READ}
 */
public record Permissions(String owner, Set<String> editors, Set<String> viewers, boolean publicRead) {
    /** The most editors, and the most viewers, that a document can name. */
    public static final int MAX_USERS = 10_000;

    public Permissions {
        Checks.id("permissions.owner", owner, Caller.MAX_ID_CHARS);
        editors = users("permissions.editors", editors);
        viewers = users("permissions.viewers", viewers);
    }

    private static Set<String> users(String field, Set<String> users) {
        Checks.range(field + " (count)", users.size(), 0, MAX_USERS);
        users.forEach(user -> Checks.id(field, user, Caller.MAX_ID_CHARS));
        return Set.copyOf(users);
    }

    /**
     * Returns permissions for one user alone.
     *
     * @param owner the owner
     * @return permissions that name nobody else
     */
    public static Permissions ownedBy(String owner) {
        return new Permissions(owner, Set.of(), Set.of(), false);
    }

    /**
     * Returns what a user may do.
     *
     * @param userId the user
     * @return the highest level the user has
     */
    public Access accessOf(String userId) {
        if (userId.equals(owner)) {
            return Access.OWN;
        }
        if (editors.contains(userId)) {
            return Access.WRITE;
        }
        return publicRead || viewers.contains(userId) ? Access.READ : Access.NONE;
    }
}
