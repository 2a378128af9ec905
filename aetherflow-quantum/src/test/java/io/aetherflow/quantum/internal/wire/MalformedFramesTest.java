// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that are wrong by themselves, and the edges at which they are not yet. */
class MalformedFramesTest {
    private final FrameReader in = new FrameReader();

    private int first(String hex) {
        byte[] payload = HexFormat.of().parseHex(hex);
        in.wrap(payload, 0, payload.length);
        return in.next();
    }

    @ParameterizedTest
    @CsvSource({
        "'', frame 0x0 at byte 0 is missing in an empty payload",
        "40, frame 0x40 at byte 0 is of an unknown type",
        "0200, frame 0x2 at byte 0 goes beyond the payload",
        "020500404000, frame 0x2 at byte 0 names more than 64 ranges",
        "0205000006, frame 0x2 at byte 0 acknowledges packet numbers below 0",
        "020500010200 02, frame 0x2 at byte 0 acknowledges packet numbers below 0",
        "06ffffffffffffffff01aa, frame 0x6 at byte 0 has data beyond the offset 2^62 - 1",
        "0c00ffffffffffffffffaa, frame 0xc at byte 0 has data beyond the offset 2^62 - 1",
        "12d000000000000001, frame 0x12 at byte 0 has more than 2^60 streams",
        "16d000000000000001, frame 0x16 at byte 0 has more than 2^60 streams",
        "18 0102 0000000000000000 00000000000000000000000000000000, frame 0x18 at byte 0 retires its own connection id",
        "20010000, frame 0x20 at byte 0 asks for other than 1 to 100 packets",
        "2001406500, frame 0x20 at byte 0 asks for other than 1 to 100 packets",
        "3102aa, frame 0x31 at byte 0 goes beyond the payload",
    })
    void whatIsWrongIsNamed(String hex, String problem) {
        assertThat(first(hex.replace(" ", ""))).isEqualTo(FrameReader.MALFORMED);
        assertThat(in.problem()).isEqualTo(problem);
        assertThat(in.next()).isEqualTo(FrameReader.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "0205000005",
        "020500010200 01",
        "06ffffffffffffffff00",
        "0c00ffffffffffffffff",
        "12d000000000000000",
        "18 0101 0000000000000000 00000000000000000000000000000000",
        "20010100",
        "2001406400",
        "3102aabb",
        "30"
    })
    void theLastValueThatIsAllowedIsTaken(String hex) {
        assertThat(first(hex.replace(" ", ""))).isNotNegative();
        assertThat(in.next()).isEqualTo(FrameReader.END);
    }

    @Test
    void integersInLongerEncodingsThanNeededAreTaken() {
        assertThat(first("02" + "4005" + "80000000" + "c000000000000000" + "4005"))
                .isEqualTo(FrameType.ACK);
        assertThat(in.rangeLow(0)).isZero();
        assertThat(in.rangeHigh(0)).isEqualTo(5);
    }

    @Test
    void sixtyFourRangesAreTakenAndSixtyFiveAreNot() {
        assertThat(first("02" + "80001000" + "00" + "3f" + "00" + "0000".repeat(63)))
                .isEqualTo(FrameType.ACK);
        assertThat(in.rangeCount()).isEqualTo(64);
        assertThat(in.rangeLow(63)).isEqualTo(0x1000 - 2 * 63);
        assertThat(first("02" + "80001000" + "00" + "4040" + "00" + "0000".repeat(64)))
                .isEqualTo(FrameReader.MALFORMED);
    }

    @Test
    void aTextOf256BytesIsTakenAndOneOf257IsNot() {
        assertThat(first("1c00" + "4100" + "41".repeat(256))).isEqualTo(FrameType.CLOSE);
        assertThat(first("1c00" + "4101" + "41".repeat(257))).isEqualTo(FrameReader.MALFORMED);
        assertThat(in.problem()).endsWith("has a text of more than 256 bytes");
    }

    @Test
    void aTextThatIsNotUtf8IsReadWithReplacements() {
        assertThat(first("1d0003" + "41ff42")).isEqualTo(FrameType.CLOSE_APPLICATION);
        assertThat(in.text()).isEqualTo("A\ufffdB");
    }

    @Test
    void framesBeforeAMalformedOneAreStillRead() {
        assertThat(first("01" + "000000" + "47")).isEqualTo(FrameType.PING);
        assertThat(in.next()).isEqualTo(FrameType.PADDING);
        assertThat(in.dataLength()).isEqualTo(3);
        assertThat(in.next()).isEqualTo(FrameReader.MALFORMED);
        assertThat(in.problem()).isEqualTo("frame 0x47 at byte 4 is of an unknown type");
    }

    @Test
    void aReaderThatSawAMalformedPayloadReadsTheNextOne() {
        assertThat(first("ff")).isEqualTo(FrameReader.MALFORMED);
        assertThat(first("01")).isEqualTo(FrameType.PING);
        assertThat(in.next()).isEqualTo(FrameReader.END);
    }
}
