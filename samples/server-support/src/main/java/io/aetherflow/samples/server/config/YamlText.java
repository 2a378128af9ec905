// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of a configuration file, bounded in size and known to be UTF-8.
 *
 * @param name the file's name in messages
 * @param text the content without byte order mark
 */
record YamlText(String name, String text) {
    static final int MAX_BYTES = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * Reads a stream to its end, or to the limit.
     *
     * @throws IOException if the stream cannot be read
     * @throws ConfigException if the content is too long or not UTF-8
     */
    static YamlText read(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw refused(Origin.file(name, 0), "the file is too long, allowed is up to " + MAX_BYTES + " bytes");
        }
        String text = decode(name, bytes);
        return new YamlText(name, !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }

    private static String decode(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // A byte of UTF-8 never becomes more than one char.
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
            throw refused(Origin.file(name, line), "this is not a text in UTF-8");
        }
        return out.toString();
    }

    private static ConfigException refused(Origin origin, String message) {
        return new ConfigException(List.of(new ConfigProblem(origin, message)));
    }
}
