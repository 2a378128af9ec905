// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of RETRY packets: that a client receives what is sent to its address (PROTOCOL.md section 6). A token opens for ten
 * seconds, for the address and the port it was made for, on this object only: its key is its own, and is replaced from time to time.
 */
public final class RetryTokens {
    /** Bytes of a token. */
    public static final int LENGTH = Byte.BYTES + 3 * Long.BYTES + Aead.TAG_LENGTH;

    private static final long LIFETIME_NANOS = 10_000_000_000L;
    private static final long KEY_LIFETIME_NANOS = 60 * LIFETIME_NANOS;
    /** Sealed: the client's first destination connection id, and when the token ends. */
    private static final int SEALED_LENGTH = 2 * Long.BYTES + Aead.TAG_LENGTH;

    private final RandomGenerator random;
    private @Nullable Key current;
    private @Nullable Key previous;
    private byte generation;

    /**
     * With a key of its own.
     *
     * @param random of the keys: a secure one
     */
    public RetryTokens(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Makes a token.
     *
     * @param address the client's, as bytes
     * @param firstDestination the client's first destination connection id
     */
    public byte[] seal(byte[] address, int port, long firstDestination, long now) {
        Key key = keyAt(now);
        ByteBuffer token = token(address, port);
        int begin = token.position();
        long number = key.tokens++;
        token.put(key.generation).putLong(number);
        int payload = token.position();
        token.putLong(firstDestination).putLong(now + LIFETIME_NANOS);
        key.sealer.seal(token.array(), 0, payload, 2 * Long.BYTES, number);
        return Arrays.copyOfRange(token.array(), begin, token.capacity());
    }

    /**
     * Opens a token.
     *
     * @return the client's first destination connection id; empty if the token is damaged, too old, or of another address
     */
    public OptionalLong open(byte[] address, int port, byte[] data, int offset, int length, long now) {
        if (length != LENGTH) {
            return OptionalLong.empty();
        }
        ByteBuffer token = token(address, port);
        int begin = token.position();
        token.put(data, offset, length);
        Key key = keyOf(token.get(begin));
        long number = token.getLong(begin + Byte.BYTES);
        int payload = begin + Byte.BYTES + Long.BYTES;
        if (key == null || !key.opener.open(token.array(), 0, payload, SEALED_LENGTH, number)) {
            return OptionalLong.empty();
        }
        long end = token.getLong(payload + Long.BYTES);
        return now - end > 0 ? OptionalLong.empty() : OptionalLong.of(token.getLong(payload));
    }

    private static ByteBuffer token(byte[] address, int port) {
        return ByteBuffer.allocate(address.length + Short.BYTES + LENGTH)
                .put(address)
                .putShort((short) port);
    }

    private Key keyAt(long now) {
        if (current == null || now - current.since > KEY_LIFETIME_NANOS) {
            previous = current;
            current = new Key(generation++, now, random);
        }
        return current;
    }

    private @Nullable Key keyOf(byte wanted) {
        if (current != null && current.generation == wanted) {
            return current;
        }
        return previous != null && previous.generation == wanted ? previous : null;
    }

    private static final class Key {
        private final byte generation;
        private final long since;
        private final Aead sealer;
        private final Aead opener;
        private long tokens;

        Key(byte generation, long since, RandomGenerator random) {
            this.generation = generation;
            this.since = since;
            byte[] key = new byte[CipherSuite.KEY_LENGTH];
            byte[] iv = new byte[CipherSuite.IV_LENGTH];
            random.nextBytes(key);
            random.nextBytes(iv);
            sealer = Aes128Gcm.SUITE.aead(key, iv);
            opener = Aes128Gcm.SUITE.aead(key, iv);
        }
    }
}
