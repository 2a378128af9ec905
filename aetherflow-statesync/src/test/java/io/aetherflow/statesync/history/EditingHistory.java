// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.history;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.aetherflow.statesync.model.TextOperation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * How a text came about, keystroke by keystroke, as recorded in the files of the public repository
 * {@code josephg/editing-traces}: gzipped JSON, positions in code points.
 *
 * @param startContent the text before
 * @param endContent the text that all transactions together give
 * @param agents how many people typed; 1 where the history is sequential
 * @param transactions in an order in which each comes after its parents
 */
record EditingHistory(String startContent, String endContent, int agents, List<Transaction> transactions) {
    /** The folder with the histories; tests that need one are skipped without it. */
    private static final String FOLDER_PROPERTY = "aetherflow.traces";

    /**
     * An edit at one or a few places.
     *
     * @param agent who made it
     * @param parents the transactions on whose merged result it was made; empty for the first, and in sequential
     *     histories, where that is always the one before
     * @param patches its parts, each for the text after the one before
     */
    record Transaction(int agent, List<Integer> parents, List<Patch> patches) {
        TextOperation operation() {
            TextOperation whole = TextOperation.nothing();
            for (Patch patch : patches) {
                whole = whole.compose(patch.operation());
            }
            return whole;
        }
    }

    /**
     * An edit at one place.
     *
     * @param position where
     * @param deleted how many code points are deleted from there on
     * @param inserted what is inserted there
     */
    record Patch(int position, int deleted, String inserted) {
        TextOperation operation() {
            return TextOperation.replace(position, deleted, inserted);
        }
    }

    static EditingHistory read(String name) {
        String folder = System.getProperty(FOLDER_PROPERTY, "");
        Path file = Path.of(folder, name + ".json.gz");
        assumeTrue(!folder.isEmpty() && Files.exists(file), () -> "no " + file + ", see -D" + FOLDER_PROPERTY);
        try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
                JsonParser in = new JsonFactory().createParser(bytes)) {
            in.nextToken();
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static EditingHistory read(JsonParser in) throws IOException {
        String start = "";
        String end = "";
        int agents = 1;
        List<Transaction> transactions = new ArrayList<>();
        for (String member = in.nextFieldName(); member != null; member = in.nextFieldName()) {
            in.nextToken();
            switch (member) {
                case "startContent" -> start = in.getText();
                case "endContent" -> end = in.getText();
                case "numAgents" -> agents = in.getIntValue();
                case "txns" -> {
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        transactions.add(readTransaction(in));
                    }
                }
                default -> in.skipChildren();
            }
        }
        return new EditingHistory(start, end, agents, transactions);
    }

    private static Transaction readTransaction(JsonParser in) throws IOException {
        int agent = 0;
        List<Integer> parents = new ArrayList<>();
        List<Patch> patches = new ArrayList<>();
        for (String member = in.nextFieldName(); member != null; member = in.nextFieldName()) {
            in.nextToken();
            switch (member) {
                case "agent" -> agent = in.getIntValue();
                case "parents" -> {
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        parents.add(in.getIntValue());
                    }
                }
                case "patches" -> {
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        patches.add(readPatch(in));
                    }
                }
                default -> in.skipChildren();
            }
        }
        return new Transaction(agent, parents, patches);
    }

    private static Patch readPatch(JsonParser in) throws IOException {
        int position = in.nextIntValue(-1);
        int deleted = in.nextIntValue(-1);
        String inserted = in.nextTextValue();
        in.nextToken();
        return new Patch(position, deleted, inserted);
    }
}
