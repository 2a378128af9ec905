// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/** Seals and masks nothing: for measuring what everything else allocates. */
public final class NullCipher implements Aead {
    /** Of no cipher at all. */
    public static final CipherSuite SUITE = new CipherSuite() {
        @Override
        public Aead aead(byte[] key, byte[] iv) {
            return new NullCipher();
        }

        @Override
        public HeaderMask headerMask(byte[] key) {
            return (packet, sampleOffset) -> 0;
        }
    };

    private NullCipher() {}

    @Override
    public void seal(byte[] packet, int headerOffset, int payloadOffset, int payloadLength, long packetNumber) {
        // The tag stays what it was.
    }

    @Override
    public boolean open(byte[] packet, int headerOffset, int payloadOffset, int sealedLength, long packetNumber) {
        return sealedLength >= TAG_LENGTH;
    }

    @Override
    public Aead withKey(byte[] key, byte[] iv) {
        return this;
    }
}
