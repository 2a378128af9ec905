// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads histories in the gzip JSON form of the public repository josephg/editing-traces. */
final class TraceReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(100_000_000).build())
            .build();

    private final JsonParser in;
    private String startContent = "";
    private String endContent = "";
    private int agents = 1;
    private final List<Trace.Transaction> transactions = new ArrayList<>();

    private TraceReader(JsonParser in) {
        this.in = in;
    }

    static Trace read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream json = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                JsonParser parser = FACTORY.createParser(json)) {
            return new TraceReader(parser).readTrace();
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new IOException(
                    "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": " + e.getOriginalMessage());
        }
    }

    private Trace readTrace() throws IOException {
        in.nextToken();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "startContent" -> startContent = in.getText();
                case "endContent" -> endContent = in.getText();
                case "numAgents" -> agents = in.getIntValue();
                case "txns" -> readTransactions();
                default -> in.skipChildren();
            }
        }
        if (transactions.isEmpty()) {
            throw new IOException("the history has no transactions: member \"txns\" is missing or empty");
        }
        return new Trace(startContent, endContent, agents, List.copyOf(transactions));
    }

    private void readTransactions() throws IOException {
        while (in.nextToken() == JsonToken.START_OBJECT) {
            int agent = 0;
            List<Integer> parents = new ArrayList<>(2);
            List<Edit> edits = new ArrayList<>(1);
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                switch (name) {
                    case "agent" -> agent = in.getIntValue();
                    case "parents" -> {
                        while (in.nextToken() != JsonToken.END_ARRAY) {
                            parents.add(in.getIntValue());
                        }
                    }
                    case "patches" -> {
                        while (in.nextToken() == JsonToken.START_ARRAY) {
                            edits.add(readEdit());
                        }
                    }
                    default -> in.skipChildren();
                }
            }
            transactions.add(new Trace.Transaction(agent, parents, edits));
        }
    }

    private Edit readEdit() throws IOException {
        int position = in.nextIntValue(0);
        int deleted = in.nextIntValue(0);
        String inserted = in.nextTextValue();
        in.nextToken();
        return new Edit(position, deleted, inserted);
    }
}
