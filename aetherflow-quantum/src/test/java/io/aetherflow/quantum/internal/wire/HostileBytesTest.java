// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random bytes, and valid ones with faults, give values that are within their bounds or a rejection: no exception, and an end. */
@Timeout(60)
class HostileBytesTest {
    private static final int ROUNDS = 20_000;

    private final FrameReader frames = new FrameReader();
    private final Header header = new Header();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomPayloads(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            readFrames(randomBytes(random, 64));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mutatedPayloads(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> valid = FrameSample.all().stream().map(FrameSample::bytes).toList();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] payload = concat(pick(random, valid), pick(random, valid));
            readFrames(mutate(random, payload, pick(random, valid)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomAndMutatedPackets(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> valid =
                PacketSample.all().stream().map(PacketSample::bytes).toList();
        for (int i = 0; i < ROUNDS; i++) {
            readHeader(randomBytes(random, 64));
            readHeader(mutate(random, pick(random, valid), pick(random, valid)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomAndMutatedParameters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] client = TransportParametersTest.encode(
                TransportParametersTest.full().connectionUuid(new UUID(1, 2)).build());
        byte[] server = TransportParametersTest.encode(
                TransportParametersTest.full().firstDestinationId(3).build());
        for (int i = 0; i < ROUNDS; i++) {
            readParameters(randomBytes(random, 64), random.nextBoolean());
            readParameters(mutate(random, random.nextBoolean() ? client : server, server), random.nextBoolean());
        }
    }

    private void readFrames(byte[] payload) {
        frames.wrap(payload, 0, payload.length);
        int count = 0;
        int type = frames.next();
        while (type >= 0) {
            assertThat(++count).isLessThanOrEqualTo(payload.length);
            assertWithinBounds(type, payload.length);
            type = frames.next();
        }
        assertThat(type).isIn(FrameReader.END, FrameReader.MALFORMED);
        assertThat(frames.problem()).contains(type == FrameReader.END ? "well-formed" : "byte");
    }

    private void assertWithinBounds(int type, int payloadLength) {
        switch (type) {
            case FrameType.ACK -> assertRangesDescend();
            case FrameType.STREAM, FrameType.CRYPTO -> {
                assertData(payloadLength);
                assertThat(frames.offset()).isBetween(0L, VarInt.MAX - frames.dataLength());
            }
            case FrameType.DATAGRAM, FrameType.PADDING -> assertData(payloadLength);
            case FrameType.CLOSE, FrameType.CLOSE_APPLICATION -> {
                assertData(payloadLength);
                assertThat(frames.text().length()).isLessThanOrEqualTo(FrameReader.MAX_CLOSE_TEXT);
            }
            case FrameType.MAX_STREAMS -> assertThat(frames.maximum()).isBetween(0L, 1L << 60);
            case FrameType.NEW_CONNECTION_ID -> {
                assertData(payloadLength);
                assertThat(frames.retirePriorTo()).isBetween(0L, frames.sequence());
            }
            case FrameType.ACK_FREQUENCY -> assertThat(frames.packetThreshold()).isBetween(1, 100);
            default -> assertThat(FrameType.isAckEliciting(type)).isTrue();
        }
    }

    private void assertData(int payloadLength) {
        assertThat(frames.dataOffset()).isNotNegative();
        assertThat(frames.dataLength()).isBetween(0, payloadLength - frames.dataOffset());
    }

    private void assertRangesDescend() {
        assertThat(frames.rangeCount()).isBetween(1, FrameReader.MAX_ACK_RANGES);
        assertThat(frames.largest()).isEqualTo(frames.rangeHigh(0)).isLessThanOrEqualTo(VarInt.MAX);
        for (int i = 0; i < frames.rangeCount(); i++) {
            assertThat(frames.rangeLow(i)).isBetween(0L, frames.rangeHigh(i));
            if (i > 0) {
                assertThat(frames.rangeHigh(i)).isLessThan(frames.rangeLow(i - 1) - 1);
            }
        }
    }

    private void readHeader(byte[] packet) {
        if (!header.parse(packet, 0, packet.length)) {
            return;
        }
        assertThat(header.end()).isEqualTo(packet.length);
        assertThat(header.tokenLength()).isBetween(0, Header.MAX_TOKEN);
        assertThat(header.tokenOffset()).isBetween(0, packet.length - header.tokenLength());
        assertThat(header.packetNumberOffset()).isBetween(0, packet.length);
        if (header.type() == Header.Type.INITIAL) {
            assertThat(header.end() - header.packetNumberOffset()).isGreaterThanOrEqualTo(Header.MIN_PROTECTED_LENGTH);
        }
        if (header.type() == Header.Type.VERSIONS) {
            assertThat(header.listedVersions()).isBetween(1, Header.MAX_VERSIONS);
            header.listedVersion(header.listedVersions() - 1);
        }
    }

    private static void readParameters(byte[] bytes, boolean fromServer) {
        TransportParameters.Decoded decoded = TransportParametersTest.decode(bytes, fromServer);
        if (decoded instanceof TransportParameters.Valid valid) {
            byte[] again = TransportParametersTest.encode(valid.parameters());
            assertThat(TransportParametersTest.decode(again, fromServer)).isEqualTo(valid);
        }
    }

    /** A few faults of the kinds that a careful enemy would try: flipped bits, extreme bytes, cuts, insertions, parts of others. */
    private static byte[] mutate(SplittableRandom random, byte[] valid, byte[] other) {
        byte[] bytes = valid.clone();
        for (int faults = random.nextInt(1, 4); faults > 0 && bytes.length > 0; faults--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at / 2, bytes.length));
                default -> bytes = concat(Arrays.copyOf(bytes, at), other);
            }
        }
        return bytes;
    }

    private static byte[] randomBytes(SplittableRandom random, int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength)];
        random.nextBytes(bytes);
        // Small types and magic are rare among random bytes; half of the time begin with one.
        if (bytes.length > 5 && random.nextBoolean()) {
            bytes[0] = (byte) random.nextInt(0x32);
            bytes[1] &= 0x3f;
        }
        return bytes;
    }

    private static byte[] pick(SplittableRandom random, List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
