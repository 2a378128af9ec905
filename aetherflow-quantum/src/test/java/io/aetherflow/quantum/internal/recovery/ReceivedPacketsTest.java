// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedPacketsTest {
    private static final long MS = 1_000_000;
    private static final long START = Long.MAX_VALUE - 10 * MS;

    private final ReceivedPackets received = new ReceivedPackets(2, 25 * MS);

    @Test
    void theSecondPacketIsAcknowledgedAtOnce() {
        received.received(0, true, START);
        assertThat(received.ackDue(START)).isFalse();

        received.received(1, true, START);
        assertThat(received.ackDue(START)).isTrue();
        assertThat(named()).containsExactly(0, 1);
    }

    @Test
    void oneAloneIsAcknowledgedWithinTheLongestDelay() {
        received.received(0, true, START);

        assertThat(received.ackDeadline(START)).isEqualTo(25 * MS);
        assertThat(received.ackDeadline(START + 20 * MS)).isEqualTo(5 * MS);
        assertThat(received.ackDue(START + 25 * MS)).isTrue();
        assertThat(received.delayMicros(START + 25 * MS)).isEqualTo(25_000);
    }

    @Test
    void packetsThatDoNotAskAreNotAcknowledgedAlone() {
        received.received(0, false, START);
        received.received(1, false, START);

        assertThat(received.ackDeadline(START)).isEqualTo(ReceivedPackets.NO_DEADLINE);
        assertThat(received.ackPending()).isFalse();
        assertThat(named()).containsExactly(0, 1);
    }

    @Test
    void aGapIsAcknowledgedAtOnce() {
        received.received(0, true, START);
        received.ackSent();
        received.received(2, true, START);

        assertThat(received.ackDue(START)).isTrue();
        assertThat(named()).containsExactly(2, 2, 0, 0);
    }

    @Test
    void aLatePacketIsAcknowledgedAtOnce() {
        received.received(0, true, START);
        received.received(2, true, START);
        received.ackSent();
        received.received(1, true, START);

        assertThat(received.ackDue(START)).isTrue();
        assertThat(named()).containsExactly(0, 2);
    }

    @Test
    void aGapOfPacketsThatDidNotAskIsNone() {
        received.received(0, true, START);
        received.ackSent();
        received.received(1, false, START);
        received.received(2, true, START);

        assertThat(received.ackDue(START)).isFalse();
    }

    @Test
    void anAcknowledgementSettlesWhatIsOwed() {
        received.received(0, true, START);
        received.received(1, true, START);
        received.ackSent();

        assertThat(received.ackPending()).isFalse();
        assertThat(received.ackDeadline(START)).isEqualTo(ReceivedPackets.NO_DEADLINE);
    }

    @Test
    void thePeerMayAskForFewerAcknowledgements() {
        received.frequency(10, 100 * MS);
        for (int i = 0; i < 9; i++) {
            received.received(i, true, START);
        }

        assertThat(received.ackDeadline(START)).isEqualTo(100 * MS);
        received.received(9, true, START);
        assertThat(received.ackDue(START)).isTrue();
    }

    @Test
    void whatThePeerKnowsIsNotNamedAgain() {
        received.received(0, true, START);
        received.received(2, true, START);
        received.ackSent();
        received.received(4, true, START);
        received.ackArrived(2);

        assertThat(named()).containsExactly(4, 4);
        assertThat(received.isNew(2)).isFalse();
        assertThat(received.isNew(1)).isTrue();
    }

    @Test
    void theDelayIsThatOfTheLargest() {
        received.received(5, true, START);
        received.received(3, true, START + 7 * MS);

        assertThat(received.delayMicros(START + 9 * MS)).isEqualTo(9_000);
    }

    @Test
    void aFloodOfGapsKeepsTheNewestRangesAndRefusesTheRest() {
        for (long number = 0; number < 10_000; number += 2) {
            assertThat(received.isNew(number)).isTrue();
            received.received(number, true, START);
            received.ackSent();
        }

        assertThat(received.prepareAck()).isEqualTo(ReceivedPackets.MAX_REPORTED);
        long lowestKept = 10_000 - 2 * ReceivedPackets.MAX_RANGES;
        assertThat(received.isNew(lowestKept)).isFalse();
        assertThat(received.isNew(lowestKept + 1)).isTrue();
        assertThat(received.isNew(lowestKept - 3)).isFalse();
        assertThat(received.isNew(9_999)).isTrue();
    }

    @Test
    void aLatePacketFarBelowIsNamedAllTheSame() {
        for (long number = 0; number < 400; number += 2) {
            received.received(number, true, START);
        }
        received.ackSent();
        received.received(11, true, START);

        assertThat(received.ackDue(START)).isTrue();
        assertThat(received.prepareAck()).isEqualTo(ReceivedPackets.MAX_REPORTED);
        assertThat(received.ranges()[1]).isEqualTo(398);
        assertThat(received.ranges()[126]).isEqualTo(10);
        assertThat(received.ranges()[127]).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void takesEachNumberOnceAndNamesOnlyWhatCame(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> taken = new TreeSet<>();
        long base = 0;
        for (int step = 0; step < 3_000; step++) {
            base += random.nextInt(3);
            long number = Math.max(0, base - random.nextInt(1 << random.nextInt(12)));
            if (received.isNew(number)) {
                assertThat(taken.add(number)).isTrue();
                received.received(number, random.nextBoolean(), START + step);
                assertThat(received.isNew(number)).isFalse();
                assertNamesOnly(taken, number);
                received.ackSent();
            }
        }
    }

    private void assertNamesOnly(TreeSet<Long> taken, long newest) {
        long[] ranges = named();
        boolean namesNewest = false;
        long above = Long.MAX_VALUE;
        for (int i = 0; i < ranges.length; i += 2) {
            assertThat(ranges[i + 1]).isGreaterThanOrEqualTo(ranges[i]).isLessThan(above - 1);
            above = ranges[i];
            assertThat(taken.subSet(ranges[i], true, ranges[i + 1], true))
                    .hasSize((int) (ranges[i + 1] - ranges[i] + 1));
            namesNewest |= ranges[i] <= newest && newest <= ranges[i + 1];
        }
        assertThat(ranges[1]).isEqualTo(taken.last());
        assertThat(namesNewest).as("%d in %s", newest, Arrays.toString(ranges)).isTrue();
    }

    private long[] named() {
        int count = received.prepareAck();
        return Arrays.copyOf(received.ranges(), 2 * count);
    }
}
