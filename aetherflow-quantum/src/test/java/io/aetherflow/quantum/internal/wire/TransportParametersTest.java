// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aetherflow.quantum.ErrorCode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportParametersTest {
    private static final UUID CONNECTION = new UUID(0x0123456789ab7cdeL, 0x8123456789abcdefL);
    /** Source id 1, TLS, first destination id 2: the least that a server must tell. */
    private static final String SERVER = "0f080000000000000001" + "0e0101" + "00080000000000000002";

    static byte[] encode(TransportParameters parameters) {
        byte[] buf = new byte[TransportParameters.MAX_ENCODED_LENGTH];
        WireWriter w = new WireWriter().wrap(buf, 0, buf.length);
        parameters.encode(w);
        return Arrays.copyOf(buf, w.position());
    }

    static TransportParameters.Decoded decode(byte[] bytes, boolean fromServer) {
        return TransportParameters.decode(new WireReader().wrap(bytes, 0, bytes.length), fromServer);
    }

    /** All that one end can tell, as long as can be. */
    static TransportParameters.Builder full() {
        return TransportParameters.builder(-1, false)
                .migrationDisabled(true)
                .idleTimeoutMillis(VarInt.MAX)
                .maxUdpPayload(65_526)
                .initialMaxData(VarInt.MAX)
                .initialMaxStreamData(VarInt.MAX - 1)
                .initialMaxStreams(1L << 60)
                .maxAckDelayMillis(16_383)
                .connectionIdLimit(8)
                .maxDatagram(VarInt.MAX - 2);
    }

    private static TransportParameters.Decoded decode(String hex) {
        return decode(HexFormat.of().parseHex(hex), true);
    }

    private static void assertInvalid(TransportParameters.Decoded decoded, String reason) {
        assertThat(decoded).isEqualTo(new TransportParameters.Invalid(ErrorCode.PARAMETER_ERROR, reason));
    }

    @Test
    void parametersOfAClientRoundTrip() {
        TransportParameters parameters = full().connectionUuid(CONNECTION).build();
        assertThat(decode(encode(parameters), false)).isEqualTo(new TransportParameters.Valid(parameters));
    }

    @Test
    void parametersOfAServerRoundTrip() {
        TransportParameters parameters =
                full().firstDestinationId(Long.MIN_VALUE).retrySourceId(0).build();
        assertThat(decode(encode(parameters), true)).isEqualTo(new TransportParameters.Valid(parameters));
    }

    @Test
    void defaultsAreNotSentAndAreThoseOfThePage() {
        TransportParameters parameters =
                TransportParameters.builder(1, true).firstDestinationId(2).build();
        assertThat(HexFormat.of().formatHex(encode(parameters))).isEqualTo(SERVER);
        assertThat(decode(SERVER)).isEqualTo(new TransportParameters.Valid(parameters));
        assertThat(parameters.retrySourceId()).isEmpty();
        assertThat(parameters.connectionUuid()).isEmpty();
        assertThat(parameters.migrationDisabled()).isFalse();
        assertThat(parameters.idleTimeoutMillis()).isZero();
        assertThat(parameters.maxUdpPayload()).isEqualTo(65_527);
        assertThat(parameters.initialMaxData()).isZero();
        assertThat(parameters.initialMaxStreamData()).isZero();
        assertThat(parameters.initialMaxStreams()).isZero();
        assertThat(parameters.maxAckDelayMillis()).isEqualTo(25);
        assertThat(parameters.connectionIdLimit()).isEqualTo(2);
        assertThat(parameters.maxDatagram()).isZero();
    }

    @Test
    void noEncodingIsLongerThanTold() {
        TransportParameters parameters = full().connectionUuid(CONNECTION)
                .firstDestinationId(3)
                .retrySourceId(4)
                .build();
        assertThat(encode(parameters)).hasSize(TransportParameters.MAX_ENCODED_LENGTH);
    }

    @Test
    void everyTruncationIsInvalid() {
        byte[] bytes = encode(full().connectionUuid(CONNECTION).build());
        int valid = 0;
        for (int length = 0; length < bytes.length; length++) {
            boolean isValid = decode(Arrays.copyOf(bytes, length), false) instanceof TransportParameters.Valid;
            valid += isValid ? 1 : 0;
        }
        assertThat(valid)
                .as("cuts between entries once all that must be there are")
                .isEqualTo(9);
    }

    @Test
    void unknownParametersAreIgnored() {
        assertThat(decode("0600" + SERVER + "7fff0401020304")).isEqualTo(decode(SERVER));
    }

    @Test
    void integersInLongerEncodingsThanNeededAreTaken() {
        assertThat(decode(SERVER + "4010" + "4004" + "80000003"))
                .isEqualTo(new TransportParameters.Valid(TransportParameters.builder(1, true)
                        .firstDestinationId(2)
                        .connectionIdLimit(3)
                        .build()));
    }

    @ParameterizedTest
    @CsvSource({
        "100103, 100103, 16",
        "0600, 0600, 6",
        "0c00, 400c00, 12",
        "0e0101, '', 14",
    })
    void anIdThatIsThereTwiceIsInvalid(String once, String again, long id) {
        assertInvalid(decode(SERVER + once + again), "parameter " + id + " is there twice");
    }

    @ParameterizedTest
    @CsvSource({
        "0304800004af, MAX_UDP_PAYLOAD 1199 is outside of 1200 to 65527",
        "03048000fff8, MAX_UDP_PAYLOAD 65528 is outside of 1200 to 65527",
        "0808d000000000000001, INITIAL_MAX_STREAMS 1152921504606846977 is outside of 0 to 1152921504606846976",
        "0b0480004000, MAX_ACK_DELAY_MILLIS 16384 is outside of 0 to 16383",
        "100101, CONNECTION_ID_LIMIT 1 is outside of 2 to 8",
        "100109, CONNECTION_ID_LIMIT 9 is outside of 2 to 8",
        "0c0101, 'MIGRATION_DISABLED has a value of 1 bytes, which is not its length'",
        "10020300, 'CONNECTION_ID_LIMIT has a value of 2 bytes, which is not its length'",
        "1000, 'CONNECTION_ID_LIMIT has a value of 0 bytes, which is not its length'",
        "100140, 'CONNECTION_ID_LIMIT has a value of 1 bytes, which is not its length'",
        "020700000000000000, 'RETRY_SOURCE_ID has a value of 7 bytes, which is not its length'",
        "0209000000000000000000, 'RETRY_SOURCE_ID has a value of 9 bytes, which is not its length'",
        "0d0100, 'CONNECTION_UUID has a value of 1 bytes, which is not its length'",
        "0d1001234567890123456789012345678901, CONNECTION_UUID is for clients only",
        "100203, parameter 16 goes beyond the parameters",
        "10, parameter 16 goes beyond the parameters"
    })
    void whatIsOutsideOfThePageIsInvalid(String entry, String reason) {
        String bytes = entry.startsWith("0d10") ? entry.substring(0, 4) + "00".repeat(16) : entry;
        assertInvalid(decode(SERVER + bytes), reason);
    }

    @Test
    void securityIsTlsOrNone() {
        assertInvalid(decode(SERVER.replace("0e0101", "0e0102")), "SECURITY 2 is outside of 0 to 1");
    }

    @ParameterizedTest
    @CsvSource({
        "0f080000000000000001, SOURCE_ID is missing",
        "0e0101, SECURITY is missing",
        "00080000000000000002, FIRST_DESTINATION_ID is missing"
    })
    void whatAServerMustTellIsMissed(String entry, String reason) {
        assertInvalid(decode(SERVER.replace(entry, "")), reason);
    }

    @Test
    void aClientTellsItsUuidAndNothingOfAServer() {
        String client = SERVER.substring(0, 26);
        String uuid = "0d10" + "00".repeat(16);
        assertInvalid(decode(HexFormat.of().parseHex(client), false), "CONNECTION_UUID is missing");
        assertInvalid(
                decode(HexFormat.of().parseHex(SERVER + uuid), false), "FIRST_DESTINATION_ID is for servers only");
        assertInvalid(
                decode(HexFormat.of().parseHex(client + uuid + "02080000000000000000"), false),
                "RETRY_SOURCE_ID is for servers only");
    }

    @ParameterizedTest
    @ValueSource(ints = {1199, 65_528})
    void parametersOutsideOfTheirRangeAreNotBuilt(int payload) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportParameters.builder(1, true)
                        .maxUdpPayload(payload)
                        .build())
                .withMessage("MAX_UDP_PAYLOAD " + payload + " is outside of 1200 to 65527");
    }
}
