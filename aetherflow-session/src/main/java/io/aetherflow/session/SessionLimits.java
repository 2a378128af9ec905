// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.Collection;
import java.util.Map;

/**
 * How much one session may hold. Lengths are in UTF-16 units, as {@link String#length} counts.
 *
 * @param maxConnections connections of one session
 * @param maxMetadataEntries metadata entries of one session
 * @param maxMetadataKeyChars length of a metadata key
 * @param maxMetadataValueChars length of a metadata value
 * @param maxIdChars length of a user id, an address, or the reason for an end
 */
public record SessionLimits(
        int maxConnections,
        int maxMetadataEntries,
        int maxMetadataKeyChars,
        int maxMetadataValueChars,
        int maxIdChars) {
    /** 16 connections, 64 metadata entries with keys of 128 and values of 4096, ids of 256. */
    public static final SessionLimits DEFAULTS = new SessionLimits(16, 64, 128, 4096, 256);

    private static final int MAX = 1 << 20;

    public SessionLimits {
        Checks.within("maxConnections", maxConnections, 1, MAX);
        Checks.within("maxMetadataEntries", maxMetadataEntries, 0, MAX);
        Checks.within("maxMetadataKeyChars", maxMetadataKeyChars, 1, MAX);
        Checks.within("maxMetadataValueChars", maxMetadataValueChars, 0, MAX);
        Checks.within("maxIdChars", maxIdChars, 1, MAX);
    }

    /**
     * Returns these limits with another number of connections.
     *
     * @param max connections of one session, 1 or more
     * @return the changed limits
     */
    public SessionLimits withMaxConnections(int max) {
        return new SessionLimits(max, maxMetadataEntries, maxMetadataKeyChars, maxMetadataValueChars, maxIdChars);
    }

    /**
     * Returns these limits with another number of metadata entries.
     *
     * @param max metadata entries of one session, 0 or more
     * @return the changed limits
     */
    public SessionLimits withMaxMetadataEntries(int max) {
        return new SessionLimits(maxConnections, max, maxMetadataKeyChars, maxMetadataValueChars, maxIdChars);
    }

    /**
     * Returns these limits with other lengths of metadata.
     *
     * @param maxKeyChars length of a key, 1 or more
     * @param maxValueChars length of a value, 0 or more
     * @return the changed limits
     */
    public SessionLimits withMaxMetadataChars(int maxKeyChars, int maxValueChars) {
        return new SessionLimits(maxConnections, maxMetadataEntries, maxKeyChars, maxValueChars, maxIdChars);
    }

    /**
     * Returns these limits with another length of ids.
     *
     * @param max length of a user id, an address or a reason, 1 or more
     * @return the changed limits
     */
    public SessionLimits withMaxIdChars(int max) {
        return new SessionLimits(maxConnections, maxMetadataEntries, maxMetadataKeyChars, maxMetadataValueChars, max);
    }

    void check(NewSession request) {
        Checks.name("userId", request.userId(), maxIdChars);
        Checks.nameOrEmpty("clientIp", request.clientIp(), maxIdChars);
        Checks.nameOrEmpty("serverAddr", request.serverAddr(), maxIdChars);
        checkTexts(request.metadata());
        checkConnections(request.connectionIds());
        checkMetadata(request.metadata());
    }

    /** What can be told from the update alone; the sums with what the session has are the store's to check. */
    void check(SessionUpdate update) {
        update.client().ifPresent(client -> Checks.nameOrEmpty("clientIp", client.ip(), maxIdChars));
        update.serverAddr().ifPresent(addr -> Checks.nameOrEmpty("serverAddr", addr, maxIdChars));
        checkTexts(update.putMetadata());
    }

    void checkReason(String reason) {
        Checks.nameOrEmpty("reason", reason, maxIdChars);
    }

    void checkConnections(Collection<?> connectionIds) {
        Checks.atMost("connectionIds", connectionIds.size(), maxConnections);
    }

    void checkMetadata(Map<String, String> metadata) {
        Checks.atMost("metadata", metadata.size(), maxMetadataEntries);
    }

    private void checkTexts(Map<String, String> metadata) {
        metadata.forEach((key, value) -> {
            Checks.name("metadata key", key, maxMetadataKeyChars);
            Checks.text("metadata value of " + key, value, maxMetadataValueChars);
        });
    }
}
