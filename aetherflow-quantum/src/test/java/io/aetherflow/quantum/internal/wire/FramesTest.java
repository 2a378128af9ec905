// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link FrameWriter} writes, {@link FrameReader} reads. */
class FramesTest {
    private final FrameReader in = new FrameReader();

    static List<FrameSample> frames() {
        return FrameSample.all();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyFrameRoundTripsInTheSizeThatWasTold(FrameSample frame) {
        byte[] bytes = frame.bytes();
        assertThat(bytes).hasSize(frame.size());
        in.wrap(bytes, 0, bytes.length);
        assertThat(in.next()).isEqualTo(frame.type());
        frame.check().accept(in);
        assertThat(in.next()).isEqualTo(FrameReader.END);
        assertThat(in.next()).isEqualTo(FrameReader.END);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyFrameIsReadBetweenOthers(FrameSample frame) {
        byte[] buf = new byte[3000];
        Arrays.fill(buf, (byte) 0xff);
        WireWriter w = new WireWriter().wrap(buf, 11, buf.length);
        FrameWriter.writePing(w);
        frame.write().accept(w);
        if (!frame.toEnd()) {
            FrameWriter.writeMaxData(w, 77);
        }
        in.wrap(buf, 11, w.position() - 11);
        assertThat(in.next()).isEqualTo(FrameType.PING);
        assertThat(in.next()).isEqualTo(frame.type());
        frame.check().accept(in);
        if (!frame.toEnd()) {
            assertThat(in.next()).isEqualTo(FrameType.MAX_DATA);
            assertThat(in.maximum()).isEqualTo(77);
        }
        assertThat(in.next()).isEqualTo(FrameReader.END);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyTruncationIsMalformedUnlessTheFrameGoesToTheEnd(FrameSample frame) {
        byte[] bytes = frame.bytes();
        for (int length = 0; length < bytes.length; length++) {
            in.wrap(bytes, 0, length);
            int type = in.next();
            if (frame.toEnd() && type == frame.type()) {
                assertThat(in.dataOffset() + in.dataLength()).isEqualTo(length);
                assertThat(in.next()).isEqualTo(FrameReader.END);
            } else {
                assertThat(type)
                        .as("first %d of %d bytes", length, bytes.length)
                        .isEqualTo(FrameReader.MALFORMED);
                assertThat(in.next()).isEqualTo(FrameReader.MALFORMED);
            }
        }
    }

    @Test
    void everyTruncationOfAWholePayloadIsACleanEndOrMalformed() {
        byte[] buf = new byte[20_000];
        WireWriter w = new WireWriter().wrap(buf, 0, buf.length);
        frames().stream()
                .filter(frame -> !frame.toEnd())
                .forEach(frame -> frame.write().accept(w));
        int ends = 0;
        for (int length = 0; length <= w.position(); length++) {
            in.wrap(buf, 0, length);
            int type = in.next();
            while (type >= 0) {
                type = in.next();
            }
            ends += type == FrameReader.END ? 1 : 0;
        }
        assertThat(ends).isEqualTo((int)
                frames().stream().filter(frame -> !frame.toEnd()).count());
    }

    @Test
    void everyTypeHasASample() {
        Set<Integer> sampled = frames().stream().map(FrameSample::type).collect(Collectors.toSet());
        assertThat(sampled).containsExactlyInAnyOrderElementsOf(knownTypes().toList());
    }

    @Test
    void onlyTheTypesOfThePageAreKnown() {
        byte[] payload = new byte[40];
        for (int type = 0; type < 256; type++) {
            payload[0] = (byte) type;
            payload[1] = 1; // NEW_CONNECTION_ID does not retire itself
            payload[2] = 1; // ACK_FREQUENCY asks for a packet
            in.wrap(payload, 0, payload.length);
            int first = in.next();
            int known = FrameType.withoutFlags(type);
            assertThat(first)
                    .as("type %x", type)
                    .isEqualTo(knownTypes().anyMatch(k -> k == known) ? known : FrameReader.MALFORMED);
        }
    }

    @Test
    void aLongTextOfACloseIsCutBetweenCharacters() {
        byte[] buf = new byte[300];
        WireWriter w = new WireWriter().wrap(buf, 0, buf.length);
        FrameWriter.writeClose(w, VarInt.MAX, "a" + "é".repeat(300));
        in.wrap(buf, 0, w.position());
        assertThat(in.next()).isEqualTo(FrameType.CLOSE);
        assertThat(in.text()).isEqualTo("a" + "é".repeat(127));
    }

    @Test
    void anAckOfNoneOrOfTooManyRangesIsNotWritten() {
        WireWriter w = new WireWriter().wrap(new byte[2000], 0, 2000);
        for (int ranges : new int[] {0, 65}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FrameWriter.writeAck(w, new long[130], ranges, 0))
                    .withMessage("ranges " + ranges + " is outside of 1 to 64");
        }
        assertThat(w.position()).isZero();
    }

    @Test
    void theTableOfThePageSaysWhatAsksForAnAcknowledgement() {
        assertThat(knownTypes().filter(type -> !FrameType.isAckEliciting(type)))
                .containsExactlyInAnyOrder(
                        FrameType.PADDING, FrameType.ACK, FrameType.CLOSE, FrameType.CLOSE_APPLICATION);
        assertThat(knownTypes().filter(type -> !FrameType.countsInFlight(type)))
                .containsExactlyInAnyOrder(FrameType.ACK, FrameType.CLOSE, FrameType.CLOSE_APPLICATION);
    }

    @Test
    void theTableOfThePageSaysWhatIsAllowedInInitialPackets() {
        assertThat(knownTypes().filter(FrameType::isAllowedInInitial))
                .containsExactlyInAnyOrder(
                        FrameType.PADDING, FrameType.PING, FrameType.ACK, FrameType.CRYPTO, FrameType.CLOSE);
    }

    private static Stream<Integer> knownTypes() {
        return IntStream.of(
                        0x00, 0x01, 0x02, 0x04, 0x05, 0x06, 0x08, 0x10, 0x11, 0x12, 0x14, 0x15, 0x16, 0x18, 0x19, 0x1a,
                        0x1b, 0x1c, 0x1d, 0x1e, 0x20, 0x30)
                .boxed();
    }
}
