// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a benchmark prints at its end: machine, date, parameters and figures, once as a table for people and once as a
 * line of JSON for programs. Not safe for use by several threads.
 */
final class Report {
    private final String benchmark;
    private final Map<String, ?> parameters;
    private final Machine machine = Machine.current();
    private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<String> notes = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    Report(String benchmark, Map<String, ?> parameters) {
        this.benchmark = benchmark;
        this.parameters = parameters;
    }

    /** One line of the table: figures by column. */
    static final class Row {
        private final Map<String, Object> cells = new LinkedHashMap<>();

        private Row(String what) {
            cells.put("what", what);
        }

        /** Adds a number or a text. */
        Row put(String column, Object value) {
            cells.put(column, value);
            return this;
        }

        /** Adds the median of a figure, and its range. */
        Row put(String column, Rounds rounds) {
            return put(column, rounds.median()).put("lowest", rounds.lowest()).put("highest", rounds.highest());
        }
    }

    /** Adds a sentence that a reader of the figures must know. */
    Report note(String note) {
        notes.add(note);
        return this;
    }

    /** Adds a line to the table. */
    Row row(String what) {
        Row row = new Row(what);
        rows.add(row);
        return row;
    }

    void print() {
        System.out.println();
        System.out.println("benchmark   " + benchmark);
        System.out.println("machine     " + machine.hardware());
        System.out.println("jvm         " + machine.jvm());
        System.out.println("date        " + started);
        System.out.println("parameters  "
                + parameters.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ")));
        notes.forEach(note -> System.out.println("note        " + note));
        System.out.println();
        printTable();
        System.out.println();
        System.out.println(json());
    }

    private void printTable() {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.cells.keySet()));
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.copyOf(columns));
        lines.add(columns.stream()
                .map(column -> column.equals("what") ? "---" : "---:")
                .toList());
        for (Row row : rows) {
            lines.add(columns.stream()
                    .map(column -> shown(row.cells.getOrDefault(column, "")))
                    .toList());
        }
        for (List<String> line : lines) {
            StringBuilder out = new StringBuilder("|");
            for (int i = 0; i < line.size(); i++) {
                int column = i;
                int width = lines.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                String format = i == 0 ? " %-" + width + "s |" : " %" + width + "s |";
                out.append(String.format(Locale.ROOT, format, line.get(i)));
            }
            System.out.println(out);
        }
    }

    private static String shown(Object value) {
        if (!(value instanceof Number number)) {
            return value.toString();
        }
        double figure = number.doubleValue();
        boolean whole = figure == Math.rint(figure) || Math.abs(figure) >= 1_000;
        String format = whole ? "%,.0f" : Math.abs(figure) >= 10 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, figure);
    }

    private String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("benchmark", benchmark);
            out.writeStringField("machine", machine.hardware());
            out.writeStringField("jvm", machine.jvm());
            out.writeStringField("date", started.toString());
            writeMap(out, "parameters", parameters);
            out.writeArrayFieldStart("notes");
            for (String note : notes) {
                out.writeString(note);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("results");
            for (Row row : rows) {
                out.writeStartObject();
                writeCells(out, row.cells);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeMap(JsonGenerator out, String name, Map<String, ?> values) throws IOException {
        out.writeObjectFieldStart(name);
        writeCells(out, values);
        out.writeEndObject();
    }

    private static void writeCells(JsonGenerator out, Map<String, ?> values) throws IOException {
        for (Map.Entry<String, ?> value : values.entrySet()) {
            if (value.getValue() instanceof Double number && !Double.isFinite(number)) {
                out.writeNullField(value.getKey());
            } else if (value.getValue() instanceof Number number) {
                out.writeNumberField(value.getKey(), number.doubleValue());
            } else {
                out.writeStringField(value.getKey(), value.getValue().toString());
            }
        }
    }
}
