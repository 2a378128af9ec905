// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import io.aetherflow.statesync.model.Overlap.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects with properties: whiteboards, canvases and sheets. Different objects and different properties are joined; of one
 * property the last writer in server order wins; a deletion beats changes made at the same time. Two people who create
 * the same object id at the same time create one object with the properties of both.
 *
 * <p>An object's place in the tree is the one property {@value #PLACE} (see {@link Place}); a move that would close a
 * circle of parents is left out. Objects whose parent is gone stand at the top. A sheet keeps a row or column as an
 * object, and a cell as a property of its row named after the column's id, so that inserting rows shifts nobody's edit.
 *
 * <p>Since merging decides by the last writer wherever two changes cannot both hold, {@link ConflictStrategy#MERGE} and
 * {@link ConflictStrategy#LAST_WRITER_WINS} mean the same here.
 */
public final class ObjectModel implements DocumentModel<ObjectContent, ObjectOperation> {
    /** The property that holds an object's {@link Place}. */
    public static final String PLACE = "place";

    /** How many objects may stand above one another; a move below more is left out, like one that closes a circle. */
    public static final int MAX_DEPTH = 100;

    /** Creates the model; it has no state. */
    public ObjectModel() {}

    @Override
    public ObjectContent empty() {
        return ObjectContent.empty();
    }

    @Override
    public ObjectContent decode(Payload content) {
        return content.size() == 0 ? empty() : ObjectJson.decode(content);
    }

    @Override
    public Payload encode(ObjectContent content) {
        return ObjectJson.encode(content);
    }

    @Override
    public ObjectOperation parse(OperationType type, Payload data) {
        return ObjectJson.parse(type, data);
    }

    @Override
    public Payload format(ObjectOperation operation) {
        return ObjectJson.format(operation);
    }

    @Override
    public ObjectContent apply(ObjectContent content, ObjectOperation operation) {
        if (operation.isNothing()) {
            return content;
        }
        if (operation.type() != OperationType.CREATE && !content.has(operation.objectId())) {
            throw new ModelException("id is \"" + operation.objectId() + "\", allowed for " + operation.type()
                    + " is an existing object");
        }
        return operation.type() == OperationType.DELETE
                ? content.without(operation.objectId())
                : content.with(operation);
    }

    @Override
    public Transformed<ObjectOperation> transform(
            ObjectOperation committed, ObjectOperation incoming, boolean incomingFirst) {
        if (!committed.objectId().equals(incoming.objectId()) || committed.isNothing()) {
            return new Transformed<>(committed, incoming);
        }
        boolean committedDeletes = committed.type() == OperationType.DELETE;
        if (incoming.type() == OperationType.DELETE) {
            return new Transformed<>(committed.nothing(), committedDeletes ? incoming.nothing() : incoming);
        }
        return committedDeletes
                ? new Transformed<>(committed, incoming.nothing())
                : new Transformed<>(committed.without(incoming), incoming);
    }

    @Override
    public List<Overlap> overlaps(ObjectOperation committed, ObjectOperation incoming) {
        if (!committed.objectId().equals(incoming.objectId()) || committed.isNothing()) {
            return List.of();
        }
        boolean committedDeletes = committed.type() == OperationType.DELETE;
        boolean incomingDeletes = incoming.type() == OperationType.DELETE;
        if (committedDeletes && incomingDeletes) {
            return List.of();
        }
        if (committedDeletes) {
            return List.of(new Overlap(incoming.objectId(), Outcome.INCOMING_DROPPED));
        }
        if (incomingDeletes) {
            return List.of(new Overlap(incoming.objectId(), Outcome.COMMITTED_OVERRIDDEN));
        }
        return sharedProperties(committed, incoming);
    }

    private static List<Overlap> sharedProperties(ObjectOperation committed, ObjectOperation incoming) {
        List<Overlap> overlaps = new ArrayList<>(0);
        for (String name : incoming.set().keySet()) {
            if (committed.touches(name)) {
                overlaps.add(overridden(incoming.objectId(), name));
            }
        }
        for (String name : incoming.unset()) {
            if (committed.touches(name)) {
                overlaps.add(overridden(incoming.objectId(), name));
            }
        }
        return overlaps;
    }

    private static Overlap overridden(String objectId, String property) {
        return new Overlap(objectId + "/" + property, Outcome.COMMITTED_OVERRIDDEN);
    }

    @Override
    public Fitted<ObjectOperation> fit(ObjectContent content, ObjectOperation operation) {
        String place = operation.set().get(PLACE);
        if (place != null) {
            Optional<String> parent = Place.parse(place).parent();
            if (parent.isPresent() && !content.canHold(parent.get(), operation.objectId())) {
                return new Fitted<>(operation.without(PLACE), List.of(operation.objectId() + "/" + PLACE));
            }
        }
        return new Fitted<>(operation, List.of());
    }

    @Override
    public long sizeInBytes(ObjectContent content) {
        return content.sizeInBytes();
    }

    @Override
    public List<ConflictStrategy> strategies() {
        return List.of(ConflictStrategy.MERGE, ConflictStrategy.LAST_WRITER_WINS, ConflictStrategy.REJECT);
    }
}
