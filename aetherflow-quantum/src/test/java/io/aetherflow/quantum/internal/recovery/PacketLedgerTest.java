// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketLedgerTest {
    private long number;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsASortedMap(long seed) {
        Random random = new Random(seed);
        PacketLedger ledger = new PacketLedger();
        TreeMap<Long, SentPacket> model = new TreeMap<>();
        long next = 0;
        for (int step = 0; step < 20_000; step++) {
            int kind = random.nextInt(10);
            if (kind < 6) {
                SentPacket packet = new SentPacket();
                packet.packetNumber = next += 1 + random.nextInt(3);
                ledger.add(packet);
                model.put(packet.packetNumber, packet);
            } else if (kind < 9) {
                long low = Math.max(0, next - random.nextInt(200));
                long high = low + random.nextInt(1 << random.nextInt(8));
                List<SentPacket> taken = new ArrayList<>();
                ledger.take(low, high, taken);
                assertThat(taken)
                        .containsExactlyElementsOf(
                                model.subMap(low, true, high, true).values());
                model.subMap(low, true, high, true).clear();
            } else if (!model.isEmpty() && random.nextInt(3) == 0) {
                assertThat(ledger.first()).isSameAs(model.pollFirstEntry().getValue());
                ledger.removeFirst();
            }
            assertThat(ledger.size()).isEqualTo(model.size());
        }
        while (!model.isEmpty()) {
            assertThat(ledger.first()).isSameAs(model.pollFirstEntry().getValue());
            ledger.removeFirst();
        }
        assertThat(ledger.first()).isNull();
    }

    @Test
    void roomOfABusyTimeIsGivenBackInAQuietOne() {
        PacketLedger ledger = new PacketLedger();
        fillAndEmpty(ledger, 1_000);
        assertThat(ledger.slots()).isEqualTo(1_024);
        for (int i = 0; i < 7 * PacketLedger.QUIET_TIMES; i++) {
            fillAndEmpty(ledger, 1);
        }
        assertThat(ledger.slots()).isEqualTo(PacketLedger.INITIAL_SLOTS);
    }

    @Test
    void roomThatIsUsedFromTimeToTimeIsKept() {
        PacketLedger ledger = new PacketLedger();
        for (int i = 0; i < 100; i++) {
            fillAndEmpty(ledger, i % PacketLedger.QUIET_TIMES == 0 ? 1_000 : 1);
            assertThat(ledger.slots()).isEqualTo(1_024);
        }
    }

    private void fillAndEmpty(PacketLedger ledger, int packets) {
        for (int i = 0; i < packets; i++) {
            SentPacket packet = new SentPacket();
            packet.packetNumber = number++;
            ledger.add(packet);
        }
        while (ledger.first() != null) {
            ledger.removeFirst();
        }
    }
}
