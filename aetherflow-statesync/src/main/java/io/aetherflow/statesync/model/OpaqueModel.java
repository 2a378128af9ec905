// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import java.util.List;

/**
 * Bytes that only the application understands. The one operation, of type {@link OperationType#UPDATE}, replaces them
 * all, so any two concurrent operations conflict.
 */
public final class OpaqueModel implements DocumentModel<Payload, Payload> {
    /** Creates the model; it has no state. */
    public OpaqueModel() {}

    @Override
    public Payload empty() {
        return Payload.empty();
    }

    @Override
    public Payload decode(Payload content) {
        return content;
    }

    @Override
    public Payload encode(Payload content) {
        return content;
    }

    @Override
    public Payload parse(OperationType type, Payload data) {
        if (type != OperationType.UPDATE) {
            throw new ModelException("type is " + type + ", allowed for an opaque document is UPDATE");
        }
        return data;
    }

    @Override
    public Payload format(Payload operation) {
        return operation;
    }

    @Override
    public Payload apply(Payload content, Payload operation) {
        return operation;
    }

    /** The incoming content stands either way: carried over it, the committed operation writes it once more. */
    @Override
    public Transformed<Payload> transform(Payload committed, Payload incoming, boolean incomingFirst) {
        return new Transformed<>(incoming, incoming);
    }

    @Override
    public List<Overlap> overlaps(Payload committed, Payload incoming) {
        return List.of(new Overlap("content", Overlap.Outcome.COMMITTED_OVERRIDDEN));
    }

    @Override
    public long sizeInBytes(Payload content) {
        return content.size();
    }

    @Override
    public List<ConflictStrategy> strategies() {
        return List.of(ConflictStrategy.REJECT, ConflictStrategy.LAST_WRITER_WINS);
    }
}
