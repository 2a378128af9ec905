// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramQueueTest {
    private final ChunkPool pool = new ChunkPool(0);
    private final DatagramQueue queue = new DatagramQueue(pool, 3, 100);

    private boolean offer(int length) {
        return queue.offer(new byte[length], 0, length);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keepsTheNewestThatFit(long seed) {
        Random random = new Random(seed);
        DatagramQueue tested = new DatagramQueue(pool, 10, 9000);
        ArrayDeque<byte[]> model = new ArrayDeque<>();
        long dropped = 0;
        for (int i = 0; i < 2000; i++) {
            if (random.nextInt(3) > 0) {
                byte[] datagram = new byte[random.nextInt(1500)];
                random.nextBytes(datagram);
                assertThat(tested.offer(datagram, 0, datagram.length)).isTrue();
                model.addLast(datagram);
                while (model.size() > 10
                        || model.stream().mapToInt(d -> d.length).sum() > 9000) {
                    model.removeFirst();
                    dropped++;
                }
            } else if (!model.isEmpty()) {
                byte[] target = new byte[tested.nextLength(0)];
                tested.poll(target, 0);
                assertThat(target).as("seed %d, step %d", seed, i).isEqualTo(model.removeFirst());
            }
            assertThat(tested.size()).isEqualTo(model.size());
        }
        assertThat(tested.dropped()).isEqualTo(dropped);
    }

    @Test
    void theOldestGoesWhenThereAreTooManyOrTooLarge() {
        offer(10);
        offer(20);
        offer(30);
        offer(40);
        assertThat(queue.nextLength(0)).isEqualTo(20);
        assertThat(offer(90)).isTrue();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.dropped()).isEqualTo(4);
        assertThat(offer(101)).as("larger than the queue").isFalse();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void aDatagramIsTakenUpToItsDeadlineAndCountedAfterIt() {
        long now = Long.MAX_VALUE - 5;
        queue.offer(new byte[1], 0, 1, now + 10);
        queue.offer(new byte[2], 0, 2, now + 20);
        offer(3);
        assertThat(queue.nextLength(now + 10)).isEqualTo(1);
        assertThat(queue.nextLength(now + 11)).isEqualTo(2);
        assertThat(queue.nextLength(now + 1000)).isEqualTo(3);
        assertThat(queue.expired()).isEqualTo(2);
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void memoryGoesBackWhenItIsEmpty() {
        byte[] datagram = new byte[50];
        Arrays.fill(datagram, (byte) 7);
        queue.offer(datagram, 0, 50);
        assertThat(pool.lent()).isEqualTo(1);
        assertThat(queue.poll(new byte[50], 0)).isEqualTo(50);
        assertThat(queue.nextLength(0)).isEqualTo(-1);
        assertThat(pool.lent()).isZero();
        offer(0);
        assertThat(queue.nextLength(0)).isZero();
        queue.drop();
        assertThat(queue.dropped()).isEqualTo(1);
    }
}
