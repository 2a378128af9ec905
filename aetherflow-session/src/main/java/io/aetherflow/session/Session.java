// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One session as it was at one moment: an immutable snapshot, which later changes do not touch. Its token is not in it,
 * in no form. All times are whole milliseconds.
 *
 * @param id the session's id, UUID version 7, so that ids sort by creation
 * @param userId whose session it is
 * @param connectionIds the connections it came over, without duplicates, oldest first; may be empty
 * @param clientIp the client's address as text, empty when unknown
 * @param clientPort the client's port, 0 when unknown
 * @param serverAddr the server that the client is connected to, empty when unknown
 * @param state where it stands in its life
 * @param createdAt when it was created
 * @param lastActiveAt when its last heartbeat came, or when it was created
 * @param expiresAt when it ends unless a heartbeat comes; never after {@code lifetimeEndsAt}
 * @param lifetimeEndsAt when it ends at the latest, whatever heartbeats come
 * @param timeout how far a heartbeat moves {@code expiresAt}
 * @param metadata the application's own entries; immutable, in no particular order
 * @param stats what its connections have carried
 * @param revision 1 at first, and one more with each update of anything but statistics; heartbeats and the sweep leave
 *     it, so that an expected revision only fails when somebody else has edited
 */
public record Session(
        UUID id,
        String userId,
        List<UUID> connectionIds,
        String clientIp,
        int clientPort,
        String serverAddr,
        SessionState state,
        Instant createdAt,
        Instant lastActiveAt,
        Instant expiresAt,
        Instant lifetimeEndsAt,
        Duration timeout,
        Map<String, String> metadata,
        SessionStats stats,
        long revision) {
    public Session {
        connectionIds = List.copyOf(connectionIds);
        metadata = Map.copyOf(metadata);
    }

    /**
     * Returns how long the session still has without a heartbeat.
     *
     * @param now the moment to count from
     * @return the time to {@code expiresAt}, zero once that has passed
     */
    public Duration remaining(Instant now) {
        return expiresAt.isAfter(now) ? Duration.between(now, expiresAt) : Duration.ZERO;
    }
}
