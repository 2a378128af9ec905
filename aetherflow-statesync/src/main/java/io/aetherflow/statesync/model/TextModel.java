// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import io.aetherflow.statesync.model.TextOperation.Component;
import io.aetherflow.statesync.model.TextOperation.Delete;
import io.aetherflow.statesync.model.TextOperation.Insert;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain text, joined by operational transformation. Takes operations of type {@link OperationType#TEXT}. Content on the
 * wire is UTF-8; see {@link TextOperation} for the operations.
 *
 * <p>Two edits conflict where one deletes text that the other also deletes, or inserts into. Insertions next to each
 * other or at the edge of a deletion are joined without a conflict.
 */
public final class TextModel implements DocumentModel<Rope, TextOperation> {
    /** Creates the model; it has no state. */
    public TextModel() {}

    @Override
    public Rope empty() {
        return Rope.empty();
    }

    @Override
    public Rope decode(Payload content) {
        return Rope.of(TextJson.requireText("content", content));
    }

    @Override
    public Payload encode(Rope content) {
        return Payload.utf8(content.toString());
    }

    @Override
    public TextOperation parse(OperationType type, Payload data) {
        if (type != OperationType.TEXT) {
            throw new ModelException("type is " + type + ", allowed for a text document is TEXT");
        }
        return TextJson.parse(data);
    }

    @Override
    public Payload format(TextOperation operation) {
        return TextJson.format(operation);
    }

    @Override
    public Rope apply(Rope content, TextOperation operation) {
        return operation.apply(content);
    }

    @Override
    public Transformed<TextOperation> transform(
            TextOperation committed, TextOperation incoming, boolean incomingFirst) {
        return new Transformed<>(
                committed.transform(incoming, !incomingFirst), incoming.transform(committed, incomingFirst));
    }

    @Override
    public List<Overlap> overlaps(TextOperation committed, TextOperation incoming) {
        if (committed.isApartFrom(incoming)) {
            return List.of();
        }
        List<Range> theirs = changes(committed);
        List<Range> ours = changes(incoming);
        List<Overlap> overlaps = new ArrayList<>(0);
        int first = 0;
        for (Range our : ours) {
            while (first < theirs.size() && theirs.get(first).end <= our.start) {
                first++; // both lists ascend, so it lies before all further ones of ours too
            }
            for (int i = first; i < theirs.size() && theirs.get(i).start < our.end; i++) {
                if (our.overlaps(theirs.get(i))) {
                    overlaps.add(new Overlap(our.shared(theirs.get(i)), Overlap.Outcome.MERGED));
                }
            }
        }
        return overlaps;
    }

    private static List<Range> changes(TextOperation operation) {
        List<Range> changes = new ArrayList<>(operation.components().size());
        int position = 0;
        for (Component component : operation.components()) {
            if (component instanceof Insert) {
                changes.add(new Range(position, position));
                continue;
            }
            int end = position + component.length();
            if (component instanceof Delete) {
                changes.add(new Range(position, end));
            }
            position = end;
        }
        return changes;
    }

    @Override
    public long sizeInBytes(Rope content) {
        return content.utf8Bytes();
    }

    @Override
    public List<ConflictStrategy> strategies() {
        return List.of(ConflictStrategy.MERGE, ConflictStrategy.REJECT);
    }

    /** A change of the text before: a deletion of a range, or an insertion at a place (an empty range). */
    private record Range(int start, int end) {
        /** Strict on both sides, so that an insertion at the edge of a deletion, or of an insertion, is no overlap. */
        boolean overlaps(Range other) {
            return start < other.end && other.start < end;
        }

        String shared(Range other) {
            return Math.max(start, other.start) + ".." + Math.min(end, other.end);
        }
    }
}
