// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.time.Instant;
import java.util.UUID;

/**
 * Where a document's log stands.
 *
 * @param epoch changes if the log is ever reset, so that versions of the old one are not mistaken for the new one's
 * @param version the number of committed operations; creation is 1
 * @param controlRevision grows with every change of name, state, metadata, permissions or lock, and where nothing but
 *     rejections was decided
 * @param floor versions up to this one can no longer be read from the log; 0 while the log is whole
 * @param updatedBy the user whose operation made this version
 * @param updatedAt when, by the server's clock
 */
public record DocumentHead(
        UUID epoch, long version, long controlRevision, long floor, String updatedBy, Instant updatedAt) {
    /**
     * Returns the head after more operations.
     *
     * @param last the last of them
     * @return this head at that operation's version
     */
    public DocumentHead after(Operation last) {
        return new DocumentHead(
                epoch, last.version(), controlRevision, floor, last.author().userId(), last.timestamp());
    }

    /**
     * Returns the head after a change of anything but content.
     *
     * @return this head with the next control revision
     */
    public DocumentHead withNextControlRevision() {
        return new DocumentHead(epoch, version, controlRevision + 1, floor, updatedBy, updatedAt);
    }
}
