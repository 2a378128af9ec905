// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

/** The size of text in UTF-8, without encoding it. */
final class Utf8 {
    private Utf8() {}

    /** Counts the bytes of a text whose surrogates are paired: a pair takes four, so each half counts two. */
    static int length(CharSequence text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return bytes;
    }
}
