// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The text that is typed where the user brings none: greetings in many scripts. */
public final class BuiltInText {
    private static final String FILE = "greetings.txt";

    private BuiltInText() {}

    /**
     * Reads the text.
     *
     * @return the text
     */
    public static String read() {
        try (InputStream text = BuiltInText.class.getResourceAsStream(FILE)) {
            return new String(Objects.requireNonNull(text, FILE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Repeats the text to a length.
     *
     * @param codePoints the length
     * @return the text
     */
    public static String ofLength(int codePoints) {
        String once = read();
        String text = once.repeat(codePoints / once.codePointCount(0, once.length()) + 1);
        return text.substring(0, text.offsetByCodePoints(0, codePoints));
    }
}
