// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketNumbersTest {
    @Test
    void examplesOfRfc9000AppendixA2() {
        assertThat(PacketNumbers.encodedLength(0xac5c02, 0xabe8b3)).isEqualTo(2);
        assertThat(PacketNumbers.encodedLength(0xace8fe, 0xabe8b3)).isEqualTo(3);
    }

    @Test
    void exampleOfRfc9000AppendixA3() {
        assertThat(PacketNumbers.decode(0xa82f30eaL, 0x9b32, 2)).isEqualTo(0xa82f9b32L);
    }

    @ParameterizedTest
    @CsvSource({
        "0, -1, 1",
        "127, -1, 1",
        "128, -1, 2",
        "32767, -1, 2",
        "32768, -1, 3",
        "8388607, -1, 3",
        "8388608, -1, 4",
        "2147483647, -1, 4"
    })
    void theLengthCoversTwiceWhatIsUnacknowledged(long packetNumber, long largestAcked, int length) {
        assertThat(PacketNumbers.encodedLength(packetNumber, largestAcked)).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"2147483648, -1", "5, 5", "4, 5"})
    void aNumberThatIsNotWithinReachIsRefused(long packetNumber, long largestAcked) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PacketNumbers.encodedLength(packetNumber, largestAcked))
                .withMessageContaining("packet number " + packetNumber);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 1, 0",
        "-1, 255, 1, 255",
        "255, 0, 1, 256",
        "255, 255, 1, 255",
        "300, 200, 1, 200",
        "0, 4294967295, 4, 4294967295"
    })
    void theClosestNumberThatIsNotNegativeIsTaken(long largest, long truncated, int length, long packetNumber) {
        assertThat(PacketNumbers.decode(largest, truncated, length)).isEqualTo(packetNumber);
    }

    @Test
    void ofTwoNumbersThatAreEquallyCloseTheLargerIsTaken() {
        assertThat(PacketNumbers.decode(999, 872 & 0xff, 1)).isEqualTo(1000 + 128);
        assertThat(PacketNumbers.decode(1023, 896 & 0xff, 1)).isEqualTo(1024 + 128);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whatAReceiverMayHaveSeenMakesTheNumberWholeAgain(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] buf = new byte[4];
        for (int i = 0; i < 50_000; i++) {
            long packetNumber = random.nextLong(VarInt.MAX >>> random.nextInt(62)) + 1;
            long unacknowledged = random.nextLong(1, Math.min(packetNumber + 1, 1L << random.nextInt(31)) + 1);
            long largestAcked = packetNumber - unacknowledged;
            long largestReceived = random.nextLong(largestAcked, packetNumber);
            int length = PacketNumbers.encodedLength(packetNumber, largestAcked);

            PacketNumbers.write(new WireWriter().wrap(buf, 0, length), packetNumber, length);
            long truncated = PacketNumbers.read(buf, 0, length);

            assertThat(PacketNumbers.decode(largestReceived, truncated, length))
                    .as("%d after %d, acknowledged %d", packetNumber, largestReceived, largestAcked)
                    .isEqualTo(packetNumber);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void decodingNearTheLargestNumberGivesOneThatIsNotNegative(int length) {
        for (long largest = VarInt.MAX - 300; largest <= VarInt.MAX; largest++) {
            assertThat(PacketNumbers.decode(largest, 0, length)).isNotNegative();
            assertThat(PacketNumbers.decode(largest, (1L << 8 * length) - 1, length))
                    .isNotNegative();
        }
    }
}
