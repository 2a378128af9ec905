// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of one manager share. */
record ManagerContext(
        StateStore store, Broadcaster broadcaster, InstantSource clock, Uuid7 ids, StateSyncLimits limits) {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerContext.class);

    /** The time, in whole microseconds: what a database gives back is then equal to what it was given. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Signals that a document has changed. What changed is stored already, so a failure here must not look like one. */
    void announce(UUID docId, DocumentHead head) {
        try {
            broadcaster.publish(new Broadcaster.Signal(docId, head.version(), head.controlRevision()));
        } catch (RuntimeException e) {
            LOG.warn("change of document {} to version {} was not signalled", docId, head.version(), e);
        }
    }
}
