// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import java.util.Arrays;

/** JSON in the making, in one array that grows. It sets the commas; whoever writes sets brackets and keys. All text is ASCII. */
final class JsonText {
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes = new byte[1024];
    private int length;
    private boolean comma;

    int length() {
        return length;
    }

    /** The text so far, which is forgotten. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        length = 0;
        return taken;
    }

    /** Puts a character that is none of JSON, between texts. */
    void separator(char character) {
        put(character);
        comma = false;
    }

    JsonText open(char bracket) {
        beginValue();
        put(bracket);
        comma = false;
        return this;
    }

    JsonText close(char bracket) {
        put(bracket);
        comma = true;
        return this;
    }

    JsonText key(String name) {
        value(name);
        put(':');
        comma = false;
        return this;
    }

    JsonText value(String text) {
        beginValue();
        put('"');
        for (int i = 0; i < text.length(); i++) {
            putEscaped(text.charAt(i));
        }
        put('"');
        return this;
    }

    JsonText value(long number) {
        beginValue();
        putAll(Long.toString(number));
        return this;
    }

    JsonText field(String name, String text) {
        return key(name).value(text);
    }

    JsonText field(String name, long number) {
        return key(name).value(number);
    }

    JsonText field(String name, boolean flag) {
        key(name).beginValue();
        putAll(Boolean.toString(flag));
        return this;
    }

    /** Eight bytes as text of 16 hexadecimal digits. */
    JsonText hexField(String name, long value) {
        key(name).beginValue();
        put('"');
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            put(HEX.charAt((int) (value >>> shift) & 0xf));
        }
        put('"');
        return this;
    }

    /** A time that is not negative, in milliseconds with all its digits. */
    JsonText millisField(String name, long nanos) {
        field(name, nanos / NANOS_PER_MILLI);
        long fraction = nanos % NANOS_PER_MILLI;
        if (fraction != 0) {
            put('.');
            for (int unit = NANOS_PER_MILLI / 10; fraction != 0; unit /= 10) {
                put((char) ('0' + fraction / unit));
                fraction %= unit;
            }
        }
        return this;
    }

    private void beginValue() {
        if (comma) {
            put(',');
        }
        comma = true;
    }

    private void putEscaped(char character) {
        if (character == '"' || character == '\\') {
            put('\\');
            put(character);
        } else if (character >= ' ' && character < 0x7f) {
            put(character);
        } else {
            putAll("\\u");
            for (int shift = Character.SIZE - 4; shift >= 0; shift -= 4) {
                put(HEX.charAt(character >> shift & 0xf));
            }
        }
    }

    private void putAll(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
    }

    private void put(char ascii) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) ascii;
    }
}
