// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Integers through {@link WireWriter} and {@link WireReader}. */
class IntegersTest {
    private static WireReader reader(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new WireReader().wrap(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource({
        "c2197c5eff14e88c, 151288809941952652",
        "9d7f3e7d, 494878333",
        "7bbd, 15293",
        "25, 37",
        "4025, 37",
        "80000025, 37",
        "c000000000000025, 37"
    })
    void examplesOfRfc9000AppendixA1AreRead(String hex, long value) {
        WireReader in = reader(hex);
        assertThat(in.varint()).isEqualTo(value);
        assertThat(in.remaining()).isZero();
        assertThat(in.failed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "63, 3f",
        "64, 4040",
        "16383, 7fff",
        "16384, 80004000",
        "1073741823, bfffffff",
        "1073741824, c000000040000000",
        "4611686018427387903, ffffffffffffffff",
        "151288809941952652, c2197c5eff14e88c"
    })
    void theShortestEncodingIsWritten(long value, String hex) {
        byte[] buf = new byte[8];
        WireWriter w = new WireWriter().wrap(buf, 0, 8);
        w.varint(value);
        assertThat(HexFormat.of().formatHex(buf, 0, w.position())).isEqualTo(hex);
        assertThat(VarInt.length(value)).isEqualTo(hex.length() / 2);
        assertThat(reader(hex).varint()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, VarInt.MAX + 1, Long.MAX_VALUE})
    void aValueThatHasNoEncodingIsRefused(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VarInt.length(value))
                .withMessageContaining(String.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "40", "800000", "c0000000000000"})
    void aCutIntegerFails(String hex) {
        WireReader in = reader(hex);
        assertThat(in.varint()).isZero();
        assertThat(in.failed()).isTrue();
    }

    @Test
    void fixedWidthsRoundTrip() {
        byte[] buf = new byte[18];
        WireWriter w = new WireWriter().wrap(buf, 1, 17);
        w.u8(0xfe);
        w.u16(0xfedc);
        w.u32(0xfedcba98);
        w.u64(0xfedcba9876543210L);
        assertThat(w.remaining()).isEqualTo(1);

        WireReader in = new WireReader().wrap(buf, 1, w.position());
        assertThat(in.u8()).isEqualTo(0xfe);
        assertThat(in.u16()).isEqualTo(0xfedc);
        assertThat(in.u32()).isEqualTo(0xfedcba98);
        assertThat(in.u64()).isEqualTo(0xfedcba9876543210L);
        assertThat(in.remaining()).isZero();
        assertThat(in.failed()).isFalse();
    }

    @Test
    void aFailedReaderGivesNothingUntilItIsWrappedAnew() {
        byte[] buf = {1, 2, 3};
        WireReader in = new WireReader().wrap(buf, 0, 3);
        assertThat(in.u32()).isZero();
        assertThat(in.u8()).isZero();
        assertThat(in.varint()).isZero();
        assertThat(in.remaining()).isZero();
        assertThat(in.failed()).isTrue();
        assertThat(in.wrap(buf, 1, 3).u8()).isEqualTo(2);
        assertThat(in.failed()).isFalse();
    }

    @Test
    void skippingTellsWhereAndStaysWithinTheLimit() {
        byte[] buf = new byte[10];
        WireReader in = new WireReader().wrap(buf, 2, 8);
        assertThat(in.skip(4)).isEqualTo(2);
        assertThat(in.skip(3)).isEqualTo(8);
        assertThat(in.failed()).isTrue();
        in.wrap(buf, 2, 8).skip(-1);
        assertThat(in.failed()).isTrue();
    }

    @Test
    void aLengthIsAtMostWhatFollows() {
        assertThat(reader("02aabb").length()).isEqualTo(2);
        WireReader in = reader("03aabb");
        assertThat(in.length()).isZero();
        assertThat(in.failed()).isTrue();
        assertThat(reader("ffffffffffffffffaa").length()).isZero();
    }

    @Test
    void writingBeyondTheLimitThrowsAndWritesNothing() {
        byte[] buf = new byte[8];
        WireWriter w = new WireWriter().wrap(buf, 0, 3);
        assertThatThrownBy(() -> w.u32(-1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("writing 4 bytes where 3 fit");
        assertThatThrownBy(() -> w.zeros(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> w.bytes(new byte[4], 0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> w.bytes(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(w.position()).isZero();
        assertThat(buf).containsOnly(0);
    }
}
