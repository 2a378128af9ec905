// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Text and numbers as the bytes that Redis keeps, UTF-8 and decimal. */
final class Text {
    private Text() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    static byte[] bytes(Instant time) {
        return bytes(time.toEpochMilli());
    }

    static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
