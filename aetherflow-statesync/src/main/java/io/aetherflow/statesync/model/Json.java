// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Reads and writes the JSON of operations and contents, with limits on what a peer can send. */
final class Json {
    /** Deeper values are refused; an application's property values are a few levels deep. */
    private static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY = factory(MAX_DEPTH);

    /** A property stands one level deeper in content than in an operation, which must not make the content unreadable. */
    private static final JsonFactory CONTENT_FACTORY = factory(MAX_DEPTH + 1);

    private Json() {}

    /** Reads one JSON value from a parser that stands before its first token. */
    interface Reader<T> {
        T read(JsonParser in) throws IOException;
    }

    /** Writes one JSON value. */
    interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    private static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNameLength(1_000)
                        .maxNumberLength(100)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    static <T> T read(String name, Payload data, Reader<T> reader) {
        return read(FACTORY, name, data, reader);
    }

    static <T> T readContent(String name, Payload data, Reader<T> reader) {
        return read(CONTENT_FACTORY, name, data, reader);
    }

    private static <T> T read(JsonFactory factory, String name, Payload data, Reader<T> reader) {
        try (JsonParser in = factory.createParser(data.array())) {
            T value = reader.read(in);
            if (in.nextToken() != null) {
                throw new ModelException(name + " has more after its end: " + in.getText());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new ModelException(name + " is not valid JSON: " + e.getOriginalMessage());
        } catch (NumberFormatException e) {
            throw new ModelException(name + " has a number out of range: " + e.getMessage());
        } catch (IOException e) {
            throw new ModelException(name + " is not valid UTF-8: " + e.getMessage());
        }
    }

    /** JSON text can name half a character, which no UTF-8 can hold (RFC 8259, section 8.2). */
    static String requirePaired(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    throw new ModelException(name + " has an unpaired surrogate at " + i);
                }
                i++;
            }
        }
        return text;
    }

    /** Copies the value at which the parser stands, as compact JSON text. */
    static String copy(JsonParser in) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            int depth = 0;
            do {
                copyToken(in, out);
                depth += in.currentToken().isStructStart() ? 1 : 0;
                depth -= in.currentToken().isStructEnd() ? 1 : 0;
            } while (depth > 0 && in.nextToken() != null);
        }
        return requirePaired("value", text.toString());
    }

    /** A number keeps its text: read and written anew it could get longer than what is read back. */
    private static void copyToken(JsonParser in, JsonGenerator out) throws IOException {
        if (in.currentToken().isNumeric()) {
            out.writeNumber(in.getText());
        } else {
            out.copyCurrentEvent(in);
        }
    }

    static Payload write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Payload.wrap(bytes.toByteArray());
    }
}
