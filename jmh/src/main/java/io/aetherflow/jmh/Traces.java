// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.aetherflow.jmh.Trace.Edit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Finds the editing history that the text benchmarks replay: automerge-paper, the 259,778 single-character edits of a
 * paper being written (recorded by Martin Kleppmann, CC BY 4.0), in the folder that the system property
 * {@code aetherflow.traces} names. Where it is absent, a {@link SyntheticTrace} of as many edits takes its place, and
 * every report says so.
 */
final class Traces {
    /** How many edits the history has, recorded or not. */
    static final int EDITS = 259_778;

    private static final Path FILE = Path.of(System.getProperty("aetherflow.traces", "."), "automerge-paper.json.gz");

    private Traces() {}

    /** Says which history {@link #load} gives. */
    static String source() {
        return Files.isReadable(FILE)
                ? "history: recorded, automerge-paper.json.gz"
                : "history: SYNTHETIC, seed " + SyntheticTrace.SEED
                        + ", not comparable with the recorded one, because there is no " + FILE;
    }

    /** Reads the recorded history, or makes one. */
    static Trace load() {
        if (!Files.isReadable(FILE)) {
            return SyntheticTrace.of(source(), EDITS);
        }
        try (InputStream file = new GZIPInputStream(Files.newInputStream(FILE));
                JsonParser in = new JsonFactory().createParser(file)) {
            Trace trace = read(in);
            if (trace.edits().size() != EDITS) {
                throw new IllegalStateException(
                        FILE + " has " + trace.edits().size() + " edits, expected are " + EDITS);
            }
            return trace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Trace read(JsonParser in) throws IOException {
        String start = "";
        String end = "";
        List<Edit> edits = new ArrayList<>(EDITS);
        in.nextToken();
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "startContent" -> start = in.getText();
                case "endContent" -> end = in.getText();
                case "txns" -> readTransactions(in, edits);
                default -> in.skipChildren();
            }
        }
        return new Trace(source(), start, end, List.copyOf(edits));
    }

    private static void readTransactions(JsonParser in, List<Edit> edits) throws IOException {
        while (in.nextToken() == JsonToken.START_OBJECT) {
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                in.nextToken();
                if (field.equals("patches")) {
                    readPatches(in, edits);
                } else {
                    in.skipChildren();
                }
            }
        }
    }

    private static void readPatches(JsonParser in, List<Edit> edits) throws IOException {
        while (in.nextToken() == JsonToken.START_ARRAY) {
            edits.add(new Edit(in.nextIntValue(0), in.nextIntValue(0), in.nextTextValue()));
            in.nextToken();
        }
    }
}
