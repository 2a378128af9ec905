// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.quantum.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPhasesTest {
    private static final long PTO = 100;
    private static final Secrets SECRETS = KeySchedule.QUANTUM.application(new byte[32], new byte[32]);

    private final KeyPhases client = client(KeyLimits.AES_128_GCM);
    private final KeyPhases server = server(KeyLimits.AES_128_GCM);
    private long now = Long.MAX_VALUE - 150;

    @Test
    void packetsOpenOnTheOtherEndOnly() {
        byte[] packet = TestPacket.seal(client, 0);
        assertThat(opens(server, packet, 0)).isTrue();
        assertThat(opens(client, packet, 0)).isFalse();
    }

    @Test
    void aPacketWithAnyBitFlippedDoesNotOpen() {
        byte[] packet = TestPacket.seal(client, 7);
        for (int bit = TestPacket.HEADER * 8; bit < packet.length * 8; bit++) {
            byte[] damaged = packet.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(opens(server, damaged, 7)).as("bit %d", bit).isFalse();
        }
        assertThat(opens(server, packet, 8)).as("under another number").isFalse();
        assertThat(opens(server, packet, 7)).isTrue();
        assertThat(server.error()).isNull();
    }

    @Test
    void aPacketTooShortForASampleIsLeftAlone() {
        byte[] packet = TestPacket.seal(client, 0);
        byte[] before = packet.clone();
        int shortest = TestPacket.NUMBER + 4 + 16;
        assertThat(server.unmask(packet, TestPacket.HEADER, TestPacket.NUMBER, shortest - 1))
                .isEqualTo(-1);
        assertThat(packet).isEqualTo(before);
        assertThat(server.unmask(packet, TestPacket.HEADER, TestPacket.NUMBER, shortest))
                .isEqualTo(2);
    }

    @Test
    void anUpdateNeedsAConfirmedHandshakeAndAnAcknowledgedPacket() {
        TestPacket.seal(client, 5);
        client.acknowledged(5);
        assertThat(client.update()).as("not confirmed").isFalse();

        server.confirmed();
        assertThat(server.update()).as("nothing sent").isFalse();
        TestPacket.seal(server, 5);
        server.acknowledged(4);
        assertThat(server.update()).as("not acknowledged").isFalse();
        server.acknowledged(5);
        assertThat(server.update()).isTrue();
        assertThat(server.update()).as("again").isFalse();
    }

    @Test
    void theReceiverAnswersAnUpdateWithItsOwn() {
        establish();
        assertThat(client.update()).isTrue();
        assertThat(opens(server, TestPacket.seal(client, 1), 1)).isTrue();
        assertThat(server.updates()).isEqualTo(1);
        assertThat(opens(client, TestPacket.seal(server, 1), 1)).isTrue();
        assertThat(client.updates()).isEqualTo(1);

        client.acknowledged(1);
        assertThat(client.update()).as("the next one").isTrue();
        assertThat(opens(server, TestPacket.seal(client, 2), 2)).isTrue();
        assertThat(opens(client, TestPacket.seal(server, 2), 2)).isTrue();
        assertThat(server.updates()).isEqualTo(2);
    }

    @Test
    void bothMayUpdateAtTheSameTime() {
        establish();
        assertThat(client.update()).isTrue();
        assertThat(server.update()).isTrue();
        byte[] fromClient = TestPacket.seal(client, 1);
        byte[] fromServer = TestPacket.seal(server, 1);
        assertThat(opens(server, fromClient, 1)).isTrue();
        assertThat(opens(client, fromServer, 1)).isTrue();
        assertThat(client.updates()).isEqualTo(1);
        assertThat(server.updates()).isEqualTo(1);
        assertThat(opens(server, TestPacket.seal(client, 2), 2)).isTrue();
    }

    @Test
    void packetsOfTheOldPhaseOpenForThreePtos() {
        establish();
        byte[] first = TestPacket.seal(client, 1);
        byte[] second = TestPacket.seal(client, 2);
        assertThat(client.update()).isTrue();
        byte[] third = TestPacket.seal(client, 3);
        byte[] fourth = TestPacket.seal(client, 4);
        assertThat(opens(server, fourth, 4)).isTrue();
        now += 3 * PTO;
        assertThat(opens(server, first, 1)).as("old key").isTrue();
        assertThat(opens(server, third, 3)).as("late, new key").isTrue();
        now++;
        assertThat(opens(server, second, 2)).as("too old").isFalse();
        assertThat(server.error()).isNull();
    }

    @Test
    void newerKeysOnALowerNumberAreAnError() {
        establish();
        byte[] later = TestPacket.seal(client, 9);
        assertThat(client.update()).isTrue();
        assertThat(opens(server, later, 9)).isTrue();
        assertThat(opens(server, TestPacket.seal(client, 8), 8)).isFalse();
        assertThat(server.error()).isEqualTo(ErrorCode.KEY_UPDATE_ERROR);
    }

    @Test
    void aSecondUpdateBeforeTheFirstCouldBeAcknowledgedIsAnError() {
        establish();
        assertThat(client.update()).isTrue();
        assertThat(opens(server, TestPacket.seal(client, 1), 1)).isTrue();
        // The client goes on as if the server had answered.
        KeyPhases liar = server(KeyLimits.AES_128_GCM);
        opens(client, updatedOnce(liar), 1);
        client.acknowledged(1);
        assertThat(client.update()).isTrue();
        assertThat(opens(server, TestPacket.seal(client, 2), 2)).isFalse();
        assertThat(server.error()).isEqualTo(ErrorCode.KEY_UPDATE_ERROR);
    }

    @Test
    void aForgedPhaseBitUpdatesNothing() {
        establish();
        byte[] forged = TestPacket.seal(server(KeyLimits.AES_128_GCM), 1);
        assertThat(opens(server, forged, 1)).isFalse();
        assertThat(server.updates()).isZero();
        assertThat(opens(server, TestPacket.seal(client, 1), 1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void anEndUpdatesByItself(int every) {
        KeyPhases sender = client(new KeyLimits(every, 1000, 1000));
        sender.confirmed();
        for (int number = 0; number <= 10 * every; number++) {
            assertThat(opens(server, TestPacket.seal(sender, number), number)).isTrue();
            sender.acknowledged(number);
            assertThat(opens(sender, TestPacket.seal(server, number), number)).isTrue();
        }
        assertThat(sender.updates()).isEqualTo(10);
        assertThat(server.updates()).isEqualTo(10);
    }

    @Test
    void aKeyThatCannotBeUpdatedIsGivenUpInTime() {
        KeyPhases sender = client(new KeyLimits(10, 100, 10));
        for (int number = 0; number < 35; number++) {
            TestPacket.seal(sender, number);
        }
        assertThat(sender.error()).isNull();
        TestPacket.seal(sender, 35);
        assertThat(sender.error()).isEqualTo(ErrorCode.AEAD_LIMIT_REACHED);
        for (int number = 36; number < 100; number++) {
            TestPacket.seal(sender, number);
        }
        assertThatThrownBy(() -> TestPacket.seal(sender, 100)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tooManyForgeriesUnderOneKeyEndTheConnection() {
        KeyPhases receiver = server(new KeyLimits(10, 100, 3));
        byte[] forged = TestPacket.seal(client, 1);
        forged[TestPacket.LENGTH - 1] ^= 1;
        for (int i = 0; i < 2; i++) {
            assertThat(opens(receiver, forged, 1)).isFalse();
            assertThat(receiver.error()).isNull();
        }
        assertThat(opens(receiver, forged, 1)).isFalse();
        assertThat(receiver.error()).isEqualTo(ErrorCode.AEAD_LIMIT_REACHED);
    }

    @Test
    void otherPacketsThanTheirKeysAreNotTouchedByANoOpCipher() {
        KeySchedule nothing = KeySchedule.QUANTUM.with(NullCipher.SUITE);
        KeyPhases sender = new KeyPhases(nothing, SECRETS.client(), SECRETS.server());
        KeyPhases receiver = new KeyPhases(nothing, SECRETS.server(), SECRETS.client());
        byte[] packet = TestPacket.seal(sender, 1);
        assertThat(packet).isEqualTo(TestPacket.clear(1));
        assertThat(opens(receiver, packet, 1)).isTrue();
    }

    /** Each end has sent a packet that the other one acknowledged. */
    private void establish() {
        client.confirmed();
        server.confirmed();
        assertThat(opens(server, TestPacket.seal(client, 0), 0)).isTrue();
        assertThat(opens(client, TestPacket.seal(server, 0), 0)).isTrue();
        client.acknowledged(0);
        server.acknowledged(0);
    }

    private static byte[] updatedOnce(KeyPhases keys) {
        keys.confirmed();
        TestPacket.seal(keys, 0);
        keys.acknowledged(0);
        assertThat(keys.update()).isTrue();
        return TestPacket.seal(keys, 1);
    }

    private boolean opens(KeyPhases keys, byte[] packet, long number) {
        return TestPacket.opens(keys, packet, number, now, PTO);
    }

    private static KeyPhases client(KeyLimits limits) {
        return new KeyPhases(KeySchedule.QUANTUM.with(limits), SECRETS.client(), SECRETS.server());
    }

    private static KeyPhases server(KeyLimits limits) {
        return new KeyPhases(KeySchedule.QUANTUM.with(limits), SECRETS.server(), SECRETS.client());
    }
}
