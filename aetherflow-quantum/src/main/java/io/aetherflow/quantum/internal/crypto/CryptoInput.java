// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.wire.WireReader;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** CRYPTO bytes of the peer that wait for the handshake, and the hash of all that it consumed. They begin with its parameters. */
final class CryptoInput {
    /** A record that is not complete, and what came while a task ran: a chain of certificates is 10 to 20 KB. */
    static final int MAX_BUFFERED = 1 << 16;
    /** Far beyond what the parameters of today take. */
    static final int MAX_PARAMETERS = 4096;

    private static final byte[] NOTHING = new byte[0];
    private static final int RECORD_HEADER = 5;
    /** RFC 8446 section 5.2. */
    private static final int MAX_RECORD = (1 << 14) + 256;

    private final MessageDigest digest = CryptoOutput.sha256();
    private byte[] buffer = NOTHING;
    private int start;
    private int end;
    private byte @Nullable [] parameters;
    private @Nullable HandshakeFailure failure;

    /** Stores bytes, unless they are too many. */
    void append(byte[] data, int offset, int length) {
        int waiting = available() + length;
        if (waiting > MAX_BUFFERED) {
            failure = new HandshakeFailure(
                    ErrorCode.CRYPTO_BUFFER_EXCEEDED,
                    "handshake bytes: at most " + MAX_BUFFERED + " may wait, are " + waiting);
            return;
        }
        if (buffer.length - end < length) {
            buffer = Arrays.copyOfRange(buffer, start, start + Math.max(waiting, Math.min(2 * waiting, MAX_BUFFERED)));
            end -= start;
            start = 0;
        }
        System.arraycopy(data, offset, buffer, end, length);
        end += length;
    }

    /** Reads the parameters if they are complete; to be called before anything else is consumed. */
    byte @Nullable [] parameters() {
        if (parameters == null) {
            WireReader in = new WireReader().wrap(buffer, start, end);
            long length = in.varint();
            if (!in.failed()) {
                readParameters(in.position(), length);
            }
        }
        return parameters;
    }

    private void readParameters(int begin, long length) {
        if (length > MAX_PARAMETERS) {
            failure = new HandshakeFailure(
                    ErrorCode.PARAMETER_ERROR,
                    "parameters: must be at most " + MAX_PARAMETERS + " bytes, are " + length);
        } else if (end >= begin + length) {
            int parametersEnd = begin + (int) length;
            parameters = Arrays.copyOfRange(buffer, begin, parametersEnd);
            consume(parametersEnd - start);
        }
    }

    /**
     * The next TLS record if it is complete, else null. {@link #consume} must be told once it is read. It is a copy, as an engine
     * decrypts in place, and what is hashed must be what was received.
     */
    @Nullable
    ByteBuffer nextRecord() {
        if (available() < RECORD_HEADER) {
            return null;
        }
        int length = (buffer[start + 3] & 0xff) << 8 | (buffer[start + 4] & 0xff);
        if (length > MAX_RECORD) {
            failure = HandshakeFailure.of("TLS record: must be at most " + MAX_RECORD + " bytes, is " + length);
            return null;
        }
        int recordEnd = start + RECORD_HEADER + length;
        return end < recordEnd ? null : ByteBuffer.wrap(Arrays.copyOfRange(buffer, start, recordEnd));
    }

    /** The next bytes if there are as many, else null. */
    byte @Nullable [] nextBytes(int length) {
        if (available() < length) {
            return null;
        }
        byte[] bytes = Arrays.copyOfRange(buffer, start, start + length);
        consume(length);
        return bytes;
    }

    void consume(int length) {
        digest.update(buffer, start, length);
        start += length;
        if (start == end) {
            buffer = NOTHING; // the handshake may be over
            start = 0;
            end = 0;
        }
    }

    /** The hash of all bytes consumed until now. */
    byte[] hash() {
        return CryptoOutput.snapshot(digest);
    }

    /** What was wrong with the bytes, or null. */
    @Nullable
    HandshakeFailure failure() {
        return failure;
    }

    private int available() {
        return end - start;
    }
}
