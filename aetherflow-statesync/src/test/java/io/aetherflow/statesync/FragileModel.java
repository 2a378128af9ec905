// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Overlap;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.model.Transformed;
import java.util.List;

/** An application's own model: bytes whose last writer wins without a word, and which fails as its operations say. */
final class FragileModel implements DocumentModel<Payload, Payload> {
    static final DocumentType TYPE = new DocumentType("fragile");

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
        return data;
    }

    @Override
    public Payload format(Payload operation) {
        return operation;
    }

    @Override
    public Payload apply(Payload content, Payload operation) {
        return switch (operation.utf8()) {
            case "exception" -> throw new IllegalStateException("a bug in a model");
            case "error" -> throw new StackOverflowError("a worse bug in a model");
            default -> operation;
        };
    }

    @Override
    public Transformed<Payload> transform(Payload committed, Payload incoming, boolean incomingFirst) {
        return new Transformed<>(incoming, incoming);
    }

    @Override
    public List<Overlap> overlaps(Payload committed, Payload incoming) {
        return List.of();
    }

    @Override
    public long sizeInBytes(Payload content) {
        return content.size();
    }

    @Override
    public List<ConflictStrategy> strategies() {
        return List.of(ConflictStrategy.LAST_WRITER_WINS);
    }
}
