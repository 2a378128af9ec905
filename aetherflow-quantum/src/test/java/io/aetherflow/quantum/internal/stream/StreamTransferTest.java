// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.StreamPriority;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTransferTest {
    private static final int MAX_STEPS = 200_000;

    /** What one end writes into a stream, and what the other has read. */
    private static final class Transfer {
        private final Stream writer;
        private final byte[] bytes;
        private int written;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private boolean ended;

        Transfer(Stream writer, byte[] bytes) {
            this.writer = writer;
            this.bytes = bytes;
        }

        void write(RandomGenerator random) {
            if (written < bytes.length) {
                written += writer.write(bytes, written, random.nextInt(bytes.length - written + 1));
                if (written == bytes.length) {
                    writer.finish();
                }
            }
        }

        void read(Stream reader, RandomGenerator random) {
            byte[] target = new byte[random.nextInt(1, 2000)];
            int n = reader.read(target, 0, target.length);
            if (n > 0) {
                read.write(target, 0, n);
            }
            ended |= n == Stream.END;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void bytesArriveOnceAndInOrderOverABadLink(long seed) {
        Random random = new Random(seed);
        StreamLimits limits = new StreamLimits(
                random.nextInt(1, 9000), random.nextInt(1, 9000), random.nextInt(1, 20_000), random.nextInt(1, 5));
        LossyLink link = new LossyLink(limits, random, random.nextDouble() * 0.4);
        Map<Long, Transfer> transfers = new HashMap<>();
        List<Stream> readers = new ArrayList<>();
        int left = 12;
        for (int step = 0; ; step++) {
            assertThat(step).as("steps, seed %d", seed).isLessThan(MAX_STEPS);
            Stream opened = left > 0 ? link.client.open(StreamPriority.values()[random.nextInt(3)]) : null;
            if (opened != null) {
                byte[] bytes = new byte[random.nextInt(1, 12_000)];
                random.nextBytes(bytes);
                transfers.put(opened.id(), new Transfer(opened, bytes));
                left--;
            }
            transfers.values().forEach(transfer -> transfer.write(random));
            Stream accepted = link.server.accept();
            if (accepted != null) {
                accepted.finish();
                readers.add(accepted);
            }
            for (Stream reader : readers) {
                transfers.get(reader.id()).read(reader, random);
            }
            transfers.values().forEach(transfer -> transfer.writer.read(new byte[1], 0, 1));
            boolean busy = link.step();
            if (left == 0 && !busy && transfers.values().stream().allMatch(transfer -> transfer.ended)) {
                break;
            }
        }
        for (Transfer transfer : transfers.values()) {
            assertThat(transfer.read.toByteArray()).as("seed %d", seed).isEqualTo(transfer.bytes);
        }
        assertThat(link.client.size()).isEqualTo(1);
        assertThat(link.server.size()).isEqualTo(1);
        assertThat(link.client.isDelivered()).isTrue();
        assertThat(link.pool.lent()).as("chunks still held").isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void resetsAndStopsLeaveNoStreamAndNoCreditBehind(long seed) {
        Random random = new Random(seed);
        StreamLimits limits = new StreamLimits(5000, 4000, 6000, 3);
        LossyLink link = new LossyLink(limits, random, 0.2);
        List<Stream> streams = new ArrayList<>();
        int left = 60;
        boolean busy = true;
        for (int step = 0; left > 0 || busy || link.client.size() + link.server.size() > 2; step++) {
            assertThat(step).as("steps, seed %d", seed).isLessThan(MAX_STEPS);
            Stream opened = left > 0 ? link.client.open(StreamPriority.NORMAL) : null;
            if (opened != null) {
                left--;
                streams.add(opened);
            }
            Stream accepted = link.server.accept();
            if (accepted != null) {
                streams.add(accepted);
            }
            for (Stream stream : streams) {
                actAtRandom(stream, random, left == 0 && step > 500);
            }
            busy = link.step();
        }
        assertThat(link.pool.lent()).as("chunks still held").isZero();
        assertThatCreditIsWhole(link, random);
    }

    private static void actAtRandom(Stream stream, RandomGenerator random, boolean end) {
        switch (end ? random.nextInt(2) : random.nextInt(30)) {
            case 0 -> stream.reset(random.nextInt(100));
            case 1 -> stream.stop(random.nextInt(100));
            case 2, 3 -> stream.read(new byte[3000], 0, 3000);
            default -> {
                if (stream.writable() > 0) {
                    stream.write(new byte[700], 0, 700);
                }
            }
        }
    }

    /** Only a connection whose credit was accounted for to the byte lets this through. */
    private static void assertThatCreditIsWhole(LossyLink link, RandomGenerator random) {
        byte[] bytes = new byte[100_000];
        Transfer transfer = new Transfer(link.client.messages(), bytes);
        for (int step = 0; transfer.read.size() < bytes.length; step++) {
            assertThat(step).isLessThan(MAX_STEPS);
            if (transfer.written < bytes.length) {
                transfer.written += transfer.writer.write(bytes, transfer.written, bytes.length - transfer.written);
            }
            link.step();
            transfer.read(link.server.messages(), random);
        }
    }

    @Test
    void manyShortStreamsGoThroughAtOnce() {
        LossyLink link = new LossyLink(new StreamLimits(64_000, 64_000, 1 << 20, 1999), new Random(7), 0.02);
        byte[] bytes = new byte[32];
        for (int i = 0; i < 1999; i++) {
            Stream stream = link.client.open(StreamPriority.NORMAL);
            assertThat(stream).as("stream %d", i).isNotNull();
            stream.write(bytes, 0, bytes.length);
            stream.finish();
        }
        assertThat(link.client.open(StreamPriority.NORMAL))
                .as("one more than allowed")
                .isNull();
        int bytesRead = 0;
        int ends = 0;
        for (int step = 0; ends < 1999; step++) {
            assertThat(step).isLessThan(MAX_STEPS);
            link.step();
            for (Stream event = link.server.pollEvent(); event != null; event = link.server.pollEvent()) {
                assertThat(event.takeReadable()).isTrue();
                bytesRead += Math.max(0, event.read(new byte[64], 0, 64));
                ends += event.read(new byte[64], 0, 64) == Stream.END ? 1 : 0;
            }
        }
        assertThat(bytesRead).isEqualTo(1999 * 32);
        int accepted = 0;
        while (link.server.accept() != null) {
            accepted++;
        }
        assertThat(accepted).isEqualTo(1999);
    }
}
