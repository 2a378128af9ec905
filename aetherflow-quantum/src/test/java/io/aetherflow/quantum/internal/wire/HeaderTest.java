// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
    private static final String LONG_IDS = "8899aabbccddeeff" + "0123456789abcdef";
    private final Header header = new Header();

    static List<PacketSample> packets() {
        return PacketSample.all();
    }

    private boolean parse(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex);
        return header.parse(packet, 0, packet.length);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void everyPacketIsReadAtAnyPlaceInAnArray(PacketSample packet) {
        byte[] buf = new byte[packet.bytes().length + 50];
        Arrays.fill(buf, (byte) 0xff);
        System.arraycopy(packet.bytes(), 0, buf, 13, packet.bytes().length);
        assertThat(header.parse(buf, 13, packet.bytes().length)).isTrue();
        assertThat(header.type()).isEqualTo(packet.type());
        assertThat(header.dcid()).isEqualTo(PacketSample.DCID);
        assertThat(header.scid()).isEqualTo(packet.type() == Header.Type.SHORT ? 0 : PacketSample.SCID);
        assertThat(header.end()).isEqualTo(13 + packet.bytes().length);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void everyTruncationIsRefusedOrAShorterPacket(PacketSample packet) {
        for (int length = 0; length < packet.bytes().length; length++) {
            boolean parsed = header.parse(packet.bytes(), 0, length);
            boolean shorter = switch (packet.type()) {
                case SHORT -> length >= Header.MIN_RESET_LENGTH;
                case RETRY -> length > Header.LONG_LENGTH + Header.TAG_LENGTH;
                case VERSIONS -> length == Header.LONG_LENGTH + 4;
                case INITIAL, UNKNOWN_VERSION -> false;
            };
            assertThat(parsed).as("%d bytes", length).isEqualTo(shorter);
        }
    }

    @Test
    void anInitialTellsItsTokenAndWhereThePacketNumberIs() {
        PacketSample packet = PacketSample.initial("", PacketSample.TOKEN, 1200);
        assertThat(header.parse(packet.bytes(), 0, 1200)).isTrue();
        assertThat(header.version()).isEqualTo(Header.VERSION);
        assertThat(header.tokenOffset()).isEqualTo(26);
        assertThat(header.tokenLength()).isEqualTo(7);
        assertThat(header.packetNumberOffset()).isEqualTo(35);
        assertThat(PacketNumbers.read(packet.bytes(), 35, 2)).isEqualTo(0x1234);
    }

    @Test
    void anInitialIsTheBytesOfThePage() {
        byte[] buf = new byte[62];
        WireWriter w = new WireWriter().wrap(buf, 0, buf.length);
        int offset = Header.writeInitial(w, PacketSample.DCID, PacketSample.SCID, PacketSample.TOKEN, 0x1234, 2);
        Header.finishInitial(buf, offset, buf.length - offset);
        assertThat(HexFormat.of().formatHex(buf, 0, w.position()))
                .isEqualTo("c1" + "51554e54" + "00000001" + LONG_IDS + "07" + "01020304050607" + "401b" + "1234");
    }

    @Test
    void aShortHeaderIsTheBytesOfThePage() {
        byte[] buf = new byte[13];
        WireWriter w = new WireWriter().wrap(buf, 0, buf.length);
        assertThat(Header.writeShort(w, PacketSample.DCID, true, 0x0102030405L, 4))
                .isEqualTo(Header.SHORT_LENGTH);
        assertThat(HexFormat.of().formatHex(buf)).isEqualTo("47" + "8899aabbccddeeff" + "02030405");
    }

    @Test
    void aRetryAndVersionsAreTheBytesOfThePage() {
        byte[] buf = new byte[40];
        WireWriter w = new WireWriter().wrap(buf, 0, buf.length);
        Header.writeRetry(w, PacketSample.DCID, PacketSample.SCID, PacketSample.TOKEN);
        assertThat(HexFormat.of().formatHex(buf, 0, w.position()))
                .isEqualTo("d0" + "51554e54" + "00000001" + LONG_IDS + "01020304050607");
        w.wrap(buf, 0, buf.length);
        Header.writeVersions(w, PacketSample.DCID, PacketSample.SCID, 1, 2);
        assertThat(HexFormat.of().formatHex(buf, 0, w.position()))
                .isEqualTo("e0" + "51554e54" + "00000000" + LONG_IDS + "0000000100000002");
    }

    @Test
    void theListedVersionsAreRead() {
        assertThat(parse("e0" + "51554e54" + "00000000" + LONG_IDS + "00000001" + "fafafafa"))
                .isTrue();
        assertThat(header.listedVersions()).isEqualTo(2);
        assertThat(header.listedVersion(0)).isEqualTo(1);
        assertThat(header.listedVersion(1)).isEqualTo(0xfafafafa);
    }

    @Test
    void anotherVersionTellsItsConnectionIdsOnly() {
        for (String flags : List.of("c0", "df", "ea", "ff")) {
            assertThat(parse(flags + "51554e54" + "00000002" + LONG_IDS + "ff".repeat(30)))
                    .isTrue();
            assertThat(header.type()).isEqualTo(Header.Type.UNKNOWN_VERSION);
            assertThat(header.version()).isEqualTo(2);
            assertThat(header.dcid()).isEqualTo(PacketSample.DCID);
            assertThat(header.scid()).isEqualTo(PacketSample.SCID);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80, 51554e54, 00000001, the fixed bit is 0",
        "c0, 51554e55, 00000001, another magic",
        "c0, 51554e54, 00000000, version 0 in INITIAL",
        "e0, 51554e54, 00000001, version 1 in VERSIONS",
        "e1, 51554e54, 00000000, low bits in VERSIONS",
        "d1, 51554e54, 00000001, low bits in RETRY",
        "f0, 51554e54, 00000001, type 3"
    })
    void aLongHeaderThatIsNotOfThePageIsRefused(String flags, String magic, String version, String why) {
        String rest = LONG_IDS + "00" + "4014" + "00".repeat(20) + "00";
        assertThat(parse(flags + magic + version + rest)).as(why).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "00, 4014, 20, true",
        "00, 14, 20, true",
        "4000, 80000014, 20, true",
        "00, 4013, 19, false",
        "00, 4014, 21, false",
        "00, 4015, 20, false",
        "30, 4014, 20, false"
    })
    void anInitialIsAsLongAsItsDatagram(String token, String length, int rest, boolean parsed) {
        assertThat(parse("c0" + "51554e54" + "00000001" + LONG_IDS + token + length + "00".repeat(rest)))
                .isEqualTo(parsed);
    }

    @ParameterizedTest
    @CsvSource({"256, true", "257, false"})
    void aTokenIsAtMost256Bytes(int length, boolean parsed) {
        String token = HexFormat.of().toHexDigits((short) (0x4000 | length)) + "00".repeat(length);
        assertThat(parse("cf" + "51554e54" + "00000001" + LONG_IDS + token + "4014" + "00".repeat(20)))
                .isEqualTo(parsed);
        assertThat(parse("d0" + "51554e54" + "00000001" + LONG_IDS + "00".repeat(length + 16)))
                .isEqualTo(parsed);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "4, true", "6, false", "128, true", "132, false"})
    void oneTo32VersionsAreListed(int bytes, boolean parsed) {
        assertThat(parse("e0" + "51554e54" + "00000000" + LONG_IDS + "00".repeat(bytes)))
                .isEqualTo(parsed);
    }

    @Test
    void aShortHeaderTooShortToBeOpenedMayBeAReset() {
        assertThat(parse("7f" + "00".repeat(20))).isFalse();
        assertThat(parse("7f" + "00".repeat(21))).isTrue();
        assertThat(parse("7f" + "00".repeat(28))).isTrue();
        assertThat(parse("3f" + "00".repeat(28))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x47, 0xc0, 0xc3})
    void reservedBitsAreToldOnceUnmasked(int flags) {
        assertThat(Header.reservedBitsClear(flags)).isTrue();
        int[] reserved = flags >= 0x80 ? new int[] {0x04, 0x08} : new int[] {0x08, 0x10, 0x20};
        for (int bit : reserved) {
            assertThat(Header.reservedBitsClear(flags | bit)).isFalse();
        }
    }

    @Test
    void whatNoPacketMayCarryIsNotWritten() {
        WireWriter w = new WireWriter().wrap(new byte[2000], 0, 2000);
        byte[] token = new byte[257];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Header.writeRetry(w, 1, 2, token))
                .withMessage("token of 257 bytes; 1 to 256 are allowed");
        assertThatIllegalArgumentException().isThrownBy(() -> Header.writeRetry(w, 1, 2, new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Header.writeInitial(w, 1, 2, token, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Header.writeVersions(w, 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Header.writeVersions(w, 1, 2, new int[33]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Header.finishInitial(new byte[100], 28, 19))
                .withMessage("length 19 is outside of 20 to 16383");
    }
}
