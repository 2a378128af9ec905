// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

/** What happens when a user who has as many sessions as allowed opens another one. */
public enum SessionLimitPolicy {
    /** The new session is refused with {@link SessionLimitException}. */
    REJECT,
    /** The user's oldest sessions, by creation, are ended to make room. */
    EVICT_OLDEST
}
