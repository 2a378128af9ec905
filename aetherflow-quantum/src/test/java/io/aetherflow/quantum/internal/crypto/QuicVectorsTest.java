// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 9001 Appendix A, A.1 to A.4: Quantum's keys with QUIC's salt and labels must give QUIC's packets. */
class QuicVectorsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final KeySchedule QUIC = new KeySchedule(
            Aes128Gcm.SUITE,
            KeyLimits.AES_128_GCM,
            "tls13 ",
            "tls13 quic ",
            HEX.parseHex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"));
    private static final Secrets SECRETS = QUIC.initial(0x8394c8f03e515708L);

    private static final String CLIENT_HEADER = "c300000001088394c8f03e5157080000449e00000002";
    private static final String CLIENT_PAYLOAD = "060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e868"
            + "04fe3a47f06a2b69484c00000413011302010000c000000010000e00000b6578"
            + "616d706c652e636f6dff01000100000a00080006001d00170018001000070005"
            + "04616c706e000500050100000000003300260024001d00209370b2c9caa47fba"
            + "baf4559fedba753de171fa71f50f1ce15d43e994ec74d748002b000302030400"
            + "0d0010000e0403050306030203080408050806002d00020101001c0002400100"
            + "3900320408ffffffffffffffff05048000ffff07048000ffff08011001048000"
            + "75300901100f088394c8f03e51570806048000ffff" + "00".repeat(917);
    private static final String SERVER_HEADER = "c1000000010008f067a5502a4262b50040750001";
    private static final String SERVER_PAYLOAD = "02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf739"
            + "88cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c94"
            + "0d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00020304";
    private static final String SERVER_PACKET = "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a"
            + "5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3"
            + "dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84"
            + "022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee";

    @Test
    void secretsAreThoseOfA1() {
        assertThat(HEX.formatHex(SECRETS.client()))
                .isEqualTo("c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea");
        assertThat(HEX.formatHex(SECRETS.server()))
                .isEqualTo("3c199828fd139efd216c155ad844cc81fb82fa8d7446fa7d78be803acdda951b");
    }

    @Test
    void aClientsPacketIsThatOfA2() {
        String sealed = seal(SECRETS.client(), CLIENT_HEADER, CLIENT_PAYLOAD, 4, 2);
        assertThat(sealed)
                .startsWith("c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9b")
                .endsWith(
                        "7e78bfe706ca4cf5e9c5453e9f7cfd2b8b4c8d169a44e55c88d4a9a7f9474241e221af44860018ab0856972e194cd934");
        assertThat(open(SECRETS.client(), sealed, 18, 2)).isEqualTo(CLIENT_HEADER + CLIENT_PAYLOAD);
    }

    @Test
    void aServersPacketIsThatOfA3() {
        assertThat(seal(SECRETS.server(), SERVER_HEADER, SERVER_PAYLOAD, 2, 1)).isEqualTo(SERVER_PACKET);
        assertThat(open(SECRETS.server(), SERVER_PACKET, 18, 1)).isEqualTo(SERVER_HEADER + SERVER_PAYLOAD);
    }

    @Test
    void aRetrysTagIsThatOfA4() {
        Aead aead = Aes128Gcm.SUITE.aead(
                HEX.parseHex("be0c690b9f66575a1d766b54e368c84e"), HEX.parseHex("461599d35d632bf2239825bb"));
        byte[] pseudoPacket = HEX.parseHex("088394c8f03e515708" + "ff000000010008f067a5502a4262b5746f6b656e");
        assertThat(HEX.formatHex(RetryTag.tag(aead, pseudoPacket))).isEqualTo("04a265ba2eff4d829058fb3f0f2496ba");
    }

    private static String seal(byte[] secret, String header, String payload, int numberLength, long packetNumber) {
        byte[] clear = HEX.parseHex(header + payload);
        byte[] packet = Arrays.copyOf(clear, clear.length + Aead.TAG_LENGTH);
        int numberOffset = header.length() / 2 - numberLength;
        int length = new PacketProtector(QUIC, secret)
                .seal(packet, 0, numberOffset, numberLength, payload.length() / 2, packetNumber);
        assertThat(length).isEqualTo(packet.length);
        return HEX.formatHex(packet);
    }

    private static String open(byte[] secret, String sealed, int numberOffset, long packetNumber) {
        byte[] packet = HEX.parseHex(sealed);
        PacketOpener opener = new PacketOpener(QUIC, secret);
        int numberLength = opener.unmask(packet, 0, numberOffset, packet.length);
        int payloadOffset = numberOffset + numberLength;
        int length = opener.open(packet, 0, numberOffset, numberLength, packet.length - payloadOffset, packetNumber);
        return HEX.formatHex(packet, 0, payloadOffset + length);
    }
}
