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

    /** Copies the value at which the parser stands, as compact JSON text. */
    static String copy(JsonParser in) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            out.copyCurrentStructureExact(in);
        }
        return text.toString();
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
