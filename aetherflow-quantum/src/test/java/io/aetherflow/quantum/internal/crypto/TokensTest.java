// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final byte[] ADDRESS = {10, 0, 0, 1};
    private static final int PORT = 54321;
    private static final long ID = 0x8394c8f03e515708L;
    private static final long SECOND = 1_000_000_000L;

    private final RetryTokens tokens = new RetryTokens(new Random(1));
    private final long now = Long.MAX_VALUE - 5 * SECOND;

    @Test
    void aTokenOpensForTenSeconds() {
        byte[] token = tokens.seal(ADDRESS, PORT, ID, now);
        assertThat(token).hasSize(RetryTokens.LENGTH);
        assertThat(open(token, now + 10 * SECOND)).hasValue(ID);
        assertThat(open(token, now + 10 * SECOND + 1)).isEmpty();
    }

    @Test
    void aTokenIsBoundToAddressAndPort() {
        byte[] token = tokens.seal(ADDRESS, PORT, ID, now);
        assertThat(tokens.open(new byte[] {10, 0, 0, 2}, PORT, token, 0, token.length, now))
                .isEmpty();
        assertThat(tokens.open(new byte[16], PORT, token, 0, token.length, now)).isEmpty();
        assertThat(tokens.open(ADDRESS, PORT + 1, token, 0, token.length, now)).isEmpty();
    }

    @Test
    void aDamagedOrForeignTokenDoesNotOpen() {
        byte[] token = tokens.seal(ADDRESS, PORT, ID, now);
        for (int i = 0; i < token.length; i++) {
            byte[] damaged = token.clone();
            damaged[i] ^= 1;
            assertThat(open(damaged, now)).as("byte %d", i).isEmpty();
            assertThat(open(Arrays.copyOf(token, i), now)).as("length %d", i).isEmpty();
        }
        byte[] foreign = new RetryTokens(new Random(2)).seal(ADDRESS, PORT, ID, now);
        assertThat(open(foreign, now)).isEmpty();
        assertThat(new RetryTokens(new Random(3)).open(ADDRESS, PORT, token, 0, token.length, now))
                .isEmpty();
    }

    @Test
    void theKeyIsReplacedAndOldTokensOpenToTheirEnd() {
        tokens.seal(ADDRESS, PORT, ID, now);
        byte[] old = tokens.seal(ADDRESS, PORT, ID, now + 600 * SECOND);
        long later = now + 601 * SECOND;
        byte[] young = tokens.seal(ADDRESS, PORT, ID + 1, later);
        assertThat(young[0]).as("generation").isNotEqualTo(old[0]);
        assertThat(open(old, later)).hasValue(ID);
        assertThat(open(young, later)).hasValue(ID + 1);
    }

    @Test
    void aTokenIsReadWhereItLies() {
        byte[] token = tokens.seal(ADDRESS, PORT, ID, now);
        byte[] packet = new byte[100];
        System.arraycopy(token, 0, packet, 30, token.length);
        assertThat(tokens.open(ADDRESS, PORT, packet, 30, token.length, now)).hasValue(ID);
    }

    @Test
    void aRetryTagCoversThePacketAndTheFirstId() {
        byte[] packet = new byte[80];
        new Random(4).nextBytes(packet);
        RetryTag.append(ID, packet, 10, 54);
        RetryTag.append(ID, packet, 10, 54);
        assertThat(RetryTag.matches(ID, packet, 10, 70)).isTrue();
        assertThat(RetryTag.matches(ID + 1, packet, 10, 70)).isFalse();
        assertThat(RetryTag.matches(ID, packet, 10, 15)).isFalse();
        for (int i = 10; i < 80; i++) {
            packet[i] ^= 1;
            assertThat(RetryTag.matches(ID, packet, 10, 70)).as("byte %d", i).isFalse();
            packet[i] ^= 1;
        }
    }

    @Test
    void aResetTokenDependsOnKeyAndConnectionId() {
        byte[] key = new byte[32];
        StatelessResetTokens resets = new StatelessResetTokens(key);
        byte[] token = resets.token(ID);
        assertThat(token).hasSize(16).isEqualTo(new StatelessResetTokens(key).token(ID));
        assertThat(resets.token(ID + 1)).isNotEqualTo(token);
        key[0] = 1;
        assertThat(new StatelessResetTokens(key).token(ID)).isNotEqualTo(token);
        assertThatThrownBy(() -> new StatelessResetTokens(new byte[31]))
                .hasMessageStartingWith("key: must be 32 bytes");
    }

    @Test
    void aResetIsKnownByItsEnd() {
        byte[] token = new StatelessResetTokens(new byte[32]).token(ID);
        byte[] datagram = new byte[40];
        System.arraycopy(token, 0, datagram, 14, 16);
        assertThat(StatelessResetTokens.endsWith(datagram, 5, 25, token)).isTrue();
        assertThat(StatelessResetTokens.endsWith(datagram, 5, 24, token)).isFalse();
        assertThat(StatelessResetTokens.endsWith(datagram, 15, 15, token)).isFalse();
    }

    private OptionalLong open(byte[] token, long at) {
        return tokens.open(ADDRESS, PORT, token, 0, token.length, at);
    }
}
