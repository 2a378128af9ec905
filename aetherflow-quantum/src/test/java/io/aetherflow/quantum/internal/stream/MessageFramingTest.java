// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFramingTest {
    private static final StreamLimits LIMITS = new StreamLimits(3000, 3000, 3000, 0);

    private final StreamSet receiver = new StreamSet(false, LIMITS, new ChunkPool(0));
    private final MessageReader reader = new MessageReader(receiver.messages(), 1000);

    private void arrives(long offset, int... bytes) {
        byte[] data = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            data[i] = (byte) bytes[i];
        }
        assertThat(receiver.onStream(0, offset, data, 0, data.length, false)).isEqualTo(ErrorCode.NO_ERROR);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void messagesOfAllSizesArriveWholeThroughASmallWindow(long seed) {
        Random random = new Random(seed);
        LossyLink link = new LossyLink(LIMITS, random, 0.2);
        MessageWriter writer = new MessageWriter(link.client.messages());
        MessageReader reader = new MessageReader(link.server.messages(), 1 << 20);
        List<byte[]> sent = new ArrayList<>();
        for (int size : new int[] {0, 1, 63, 64, 16_383, 16_384, 16_385, 100_000, 5}) {
            byte[] message = new byte[size];
            random.nextBytes(message);
            sent.add(message);
        }
        List<byte[]> received = new ArrayList<>();
        int offered = 0;
        for (int step = 0; received.size() < sent.size(); step++) {
            assertThat(step).as("steps, seed %d", seed).isLessThan(200_000);
            writer.flush();
            if (offered < sent.size() && writer.offer(sent.get(offered), 0, sent.get(offered).length)) {
                offered++;
            }
            link.step();
            for (byte[] message = reader.poll(); message != null; message = reader.poll()) {
                received.add(message);
            }
        }
        for (int i = 0; i < sent.size(); i++) {
            assertThat(received.get(i)).as("message %d, seed %d", i, seed).isEqualTo(sent.get(i));
        }
    }

    @Test
    void aSecondMessageWaitsWhileTheFirstIsWritten() {
        StreamSet sender = new StreamSet(true, LIMITS, new ChunkPool(0));
        MessageWriter writer = new MessageWriter(sender.messages());
        assertThat(writer.offer(new byte[5000], 0, 5000)).isTrue();
        assertThat(writer.flush()).isFalse();
        assertThat(writer.offer(new byte[1], 0, 1)).isFalse();
        sender.peerLimits(10_000, 10_000, 0);
        Stream stream = sender.messages();
        sender.pull(stream, 3000);
        sender.dataAcked(0, 0, 3000, false);
        assertThat(sender.pollEvent()).isSameAs(stream);
        assertThat(stream.takeWritable()).isTrue();
        assertThat(writer.flush()).isTrue();
        assertThat(writer.offer(new byte[1], 0, 1)).isTrue();
    }

    @Test
    void aMessageThatArrivesByteByByteIsOneMessage() {
        int[] bytes = {0x40, 3, 7, 8, 9, 0};
        for (int i = 0; i < 4; i++) {
            arrives(i, bytes[i]);
            assertThat(reader.poll()).isNull();
        }
        arrives(4, bytes[4]);
        assertThat(reader.poll()).containsExactly(7, 8, 9);
        arrives(5, bytes[5]);
        assertThat(reader.poll()).isEmpty();
        assertThat(reader.poll()).isNull();
        assertThat(reader.error()).isEqualTo(ErrorCode.NO_ERROR);
    }

    @Test
    void aLengthMayTakeEightBytes() {
        arrives(0, 0xc0, 0, 0, 0, 0, 0, 0, 1, 5);
        assertThat(reader.poll()).containsExactly(5);
    }

    @Test
    void theLargestMessageIsTakenAndOneByteMoreIsNot() {
        arrives(0, 0x43, 0xe8);
        assertThat(reader.poll()).isNull();
        assertThat(reader.error()).isEqualTo(ErrorCode.NO_ERROR);
        byte[] bytes = new byte[1000];
        receiver.onStream(0, 2, bytes, 0, 1000, false);
        assertThat(reader.poll()).hasSize(1000);
        arrives(1002, 0x43, 0xe9);
        assertThat(reader.poll()).isNull();
        assertThat(reader.error()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
        arrives(1004, 0, 0);
        assertThat(reader.poll()).isNull();
    }

    @Test
    void theLargestLengthThatCanBeWrittenIsTooLarge() {
        arrives(0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
        assertThat(reader.poll()).isNull();
        assertThat(reader.error()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }
}
