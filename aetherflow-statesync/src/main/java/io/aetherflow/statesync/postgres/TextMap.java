// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Maps of text to text as JSON objects, for columns of type jsonb. */
final class TextMap {
    private static final JsonFactory JSON = new JsonFactory();

    private TextMap() {}

    static String toJson(Map<String, String> map) {
        if (map.isEmpty()) {
            return "{}";
        }
        StringWriter json = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(json)) {
            out.writeStartObject();
            for (Map.Entry<String, String> entry : map.entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toString();
    }

    /** Reads what {@link #toJson} wrote; jsonb holds nothing else in these columns. */
    static Map<String, String> parse(String json) {
        Map<String, String> map = new HashMap<>();
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
                map.put(key, in.nextTextValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return map;
    }
}
