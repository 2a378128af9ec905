// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

/** Foreign text made safe for one line of a message: escaped and cut to a bounded length. */
final class Printable {
    private static final int MAX_LENGTH = 80;

    private Printable() {}

    /**
     * Returns the text on one line.
     *
     * @param text any text
     * @return the text with control characters and line separators escaped, cut after 80 characters
     */
    static String of(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).forEach(codePoint -> append(out, codePoint));
        return text.codePointCount(0, text.length()) > MAX_LENGTH
                ? out.append("...").toString()
                : out.toString();
    }

    /** Returns the text as the value of a key is shown: as {@link #of}, and the empty text as a pair of quotes. */
    static String value(String text) {
        return text.isEmpty() ? "\"\"" : of(text);
    }

    private static void append(StringBuilder out, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> out.append(String.format("\\u%04x", codePoint));
            default -> out.appendCodePoint(codePoint);
        }
    }
}
