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
import java.io.UncheckedIOException;

/** Reads and writes the JSON of operations and contents, with limits on what a peer can send. */
final class Json {
    /** Deeper values are refused; an application's property values are a few levels deep. */
    private static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(1_000)
                    .maxNumberLength(100)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** Reads one JSON value from a parser that stands before its first token. */
    interface Reader<T> {
        T read(JsonParser in) throws IOException;
    }

    /** Writes one JSON value. */
    interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    static <T> T read(String name, Payload data, Reader<T> reader) {
        try (JsonParser in = FACTORY.createParser(data.array())) {
            T value = reader.read(in);
            if (in.nextToken() != null) {
                throw new ModelException(name + " has more after its end: " + in.getText());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new ModelException(name + " is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ModelException(name + " is not valid UTF-8: " + e.getMessage());
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
