// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A qlog file as a reader sees it. */
public record Qlog(Map<String, Object> header, List<Map<String, Object>> events) {
    public static Qlog read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Qlog parse(String text) {
        List<Map<String, Object>> records = new ArrayList<>();
        assertThat(text).startsWith("\u001e").endsWith("}\n");
        for (String line : text.substring(1).split("\u001e")) {
            records.add(object(line));
        }
        return new Qlog(records.remove(0), records);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            Object value = value(parser);
            assertThat(parser.nextToken()).as("what follows " + json).isNull();
            return (Map<String, Object>) value;
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    assertThat(object.put(name, value(parser)))
                            .as("two of " + name)
                            .isNull();
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            default -> throw new AssertionError("unexpected " + parser.currentToken());
        };
    }

    /** The data of all events of a name. */
    public List<Map<String, Object>> all(String name) {
        return named(name).map(Qlog::data).toList();
    }

    private Stream<Map<String, Object>> named(String name) {
        return events.stream().filter(event -> event.get("name").equals(name));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> data(Map<String, Object> event) {
        return (Map<String, Object>) event.get("data");
    }

    /** The frames of a type in all packets of such events. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> frames(String event, String type) {
        return all(event).stream()
                .flatMap(packet -> ((List<Map<String, Object>>) packet.get("frames")).stream())
                .filter(frame -> frame.get("frame_type").equals(type))
                .toList();
    }

    /** Packets taken for lost that were no probes of a larger size. */
    public List<Map<String, Object>> lostPackets() {
        return all("recovery:packet_lost").stream()
                .filter(data -> !data.containsKey("is_mtu_probe_packet"))
                .toList();
    }

    static long number(Map<String, Object> in, String... path) {
        Object value = in;
        for (String name : path) {
            value = ((Map<?, ?>) value).get(name);
        }
        return ((Number) value).longValue();
    }
}
