// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The credential of a session: its id and 256 random bits. The text form for the client is
 * {@code <session id>.<secret>} with the secret in base64url without padding, {@value #TEXT_LENGTH} characters in all.
 * {@link #toString} hides the secret, so that a token that slips into a log is worth nothing; only {@link #text} gives
 * it away.
 */
public final class SessionToken {
    /** Length of the text form, in characters. */
    public static final int TEXT_LENGTH = 80;

    private static final int SECRET_BYTES = 32;
    private static final int ID_LENGTH = 36;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final UUID sessionId;
    private final byte[] secret;

    private SessionToken(UUID sessionId, byte[] secret) {
        this.sessionId = sessionId;
        this.secret = secret;
    }

    static SessionToken random(UUID sessionId, SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new SessionToken(sessionId, secret);
    }

    /**
     * Reads a token's text form, as {@link #text} writes it and in no other spelling.
     *
     * @param text what a client sent
     * @return the token; whether it opens a session, {@link SessionManager#authenticate} tells
     * @throws InvalidTokenException if the text is not of that form; the message does not repeat the text
     */
    public static SessionToken parse(String text) {
        if (text.length() != TEXT_LENGTH || text.charAt(ID_LENGTH) != '.') {
            throw malformed();
        }
        SessionToken token;
        try {
            token = new SessionToken(
                    UUID.fromString(text.substring(0, ID_LENGTH)),
                    Base64.getUrlDecoder().decode(text.substring(ID_LENGTH + 1)));
        } catch (IllegalArgumentException e) {
            throw malformed(); // without the cause, whose message quotes from the text
        }
        if (!token.text().equals(text)) {
            throw malformed();
        }
        return token;
    }

    private static InvalidTokenException malformed() {
        return new InvalidTokenException(
                "token is malformed, allowed is <session id>.<43 characters of base64url>", Optional.empty());
    }

    /**
     * Returns the session that the token is for.
     *
     * @return the session's id
     */
    public UUID sessionId() {
        return sessionId;
    }

    /**
     * Returns the text form for the client. Whoever has it has the session: do not log it.
     *
     * @return {@code <session id>.<secret>}
     */
    public String text() {
        return sessionId + "." + ENCODER.encodeToString(secret);
    }

    /**
     * Returns the hash of the secret, for a store.
     *
     * @return the SHA-256 of the secret's 32 bytes
     */
    public TokenHash hash() {
        return TokenHash.ofSecret(secret);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionToken token && sessionId.equals(token.sessionId) && hash().equals(token.hash());
    }

    @Override
    public int hashCode() {
        return 31 * sessionId.hashCode() + Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
        return "SessionToken[sessionId=" + sessionId + ", secret=redacted]";
    }
}
