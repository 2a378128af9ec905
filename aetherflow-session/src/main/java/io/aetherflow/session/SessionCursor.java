// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * The text form of a position right after a session id, for stores whose order is known from ids: base64url of a version
 * byte and that id.
 */
public final class SessionCursor {
    private static final byte VERSION = 1;
    private static final int LENGTH_BYTES = 1 + 2 * Long.BYTES;

    private SessionCursor() {}

    /**
     * Writes a position.
     *
     * @param id the last session before it
     * @return its text form
     */
    public static String after(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES)
                .put(VERSION)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Reads a position.
     *
     * @param cursor its text form
     * @return the last session before it
     * @throws InvalidSessionException if the text is not one that {@link #after} gave
     */
    public static UUID parse(String cursor) {
        ByteBuffer bytes = ByteBuffer.wrap(decode(cursor));
        if (bytes.remaining() != LENGTH_BYTES || bytes.get() != VERSION) {
            throw malformed(cursor);
        }
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] decode(String cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw malformed(cursor);
        }
    }

    private static InvalidSessionException malformed(String cursor) {
        return new InvalidSessionException("cursor", cursor, "the nextCursor of an earlier page");
    }
}
