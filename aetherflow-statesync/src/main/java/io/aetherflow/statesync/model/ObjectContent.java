// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Immutable objects with properties: the content of a whiteboard, canvas or sheet. An edit shares what it leaves alone. */
public final class ObjectContent {
    private static final ObjectContent EMPTY = new ObjectContent(HashTreePMap.empty(), 0);
    /** What JSON adds around an id or a property: quotes, colon, comma, braces. */
    private static final int PUNCTUATION_BYTES = 6;

    private final PMap<String, PMap<String, String>> objects;
    private final long sizeInBytes;

    private ObjectContent(PMap<String, PMap<String, String>> objects, long sizeInBytes) {
        this.objects = objects;
        this.sizeInBytes = sizeInBytes;
    }

    static ObjectContent empty() {
        return EMPTY;
    }

    /**
     * Returns all objects.
     *
     * @return property values by name, as compact JSON text, by object id, in no particular order
     */
    public PMap<String, PMap<String, String>> objects() {
        return objects;
    }

    /**
     * Returns a property of an object.
     *
     * @param objectId the object
     * @param property the property's name
     * @return its value as compact JSON text, or empty if there is no such object or property
     */
    public Optional<String> property(String objectId, String property) {
        return Optional.ofNullable(objects.get(objectId)).map(properties -> properties.get(property));
    }

    /**
     * Returns the object that holds another one.
     *
     * @param objectId the object
     * @return its parent's id, or empty for an object at the top, also if its parent is gone
     */
    public Optional<String> parent(String objectId) {
        return namedParent(objectId).filter(objects::containsKey);
    }

    boolean has(String objectId) {
        return objects.containsKey(objectId);
    }

    ObjectContent without(String objectId) {
        long size = sizeInBytes - Utf8.length(objectId) - PUNCTUATION_BYTES;
        PMap<String, String> properties = objects.getOrDefault(objectId, HashTreePMap.empty());
        for (var property : properties.entrySet()) {
            size -= size(property.getKey(), property.getValue());
        }
        return new ObjectContent(objects.minus(objectId), size);
    }

    /** This content with an object's properties changed; the object is created if it is not there. */
    ObjectContent with(ObjectOperation change) {
        PMap<String, String> properties = objects.get(change.objectId());
        long size = sizeInBytes;
        if (properties == null) {
            properties = HashTreePMap.empty();
            size += Utf8.length(change.objectId()) + PUNCTUATION_BYTES;
        }
        for (String name : change.unset()) {
            size -= size(name, properties.get(name));
            properties = properties.minus(name);
        }
        for (var property : change.set().entrySet()) {
            size += size(property.getKey(), property.getValue())
                    - size(property.getKey(), properties.get(property.getKey()));
            properties = properties.plus(property.getKey(), property.getValue());
        }
        return new ObjectContent(objects.plus(change.objectId(), properties), size);
    }

    private static long size(String name, @Nullable String value) {
        return value == null ? 0 : Utf8.length(name) + Utf8.length(value) + PUNCTUATION_BYTES;
    }

    /**
     * Tells whether an object can be put below a parent: not if the parent is the object, is somewhere below it, or has too
     * many above it. A parent that is not there counts too: created later, below whatever parent, it must not close a
     * circle.
     */
    boolean canHold(String parent, String objectId) {
        Optional<String> current = Optional.of(parent);
        for (int depth = 0; depth < ObjectModel.MAX_DEPTH; depth++) {
            if (current.isEmpty()) {
                return true;
            }
            if (current.get().equals(objectId)) {
                return false;
            }
            current = namedParent(current.get());
        }
        return false;
    }

    private Optional<String> namedParent(String objectId) {
        return property(objectId, ObjectModel.PLACE)
                .flatMap(place -> Place.parse(place).parent());
    }

    /** Checks content made by a client, in which parents could be anything. */
    void requireNoCircle() {
        Set<String> sound = new HashSet<>();
        for (String start : objects.keySet()) {
            Set<String> path = new HashSet<>();
            Optional<String> current = Optional.of(start);
            while (current.isPresent() && !sound.contains(current.get())) {
                if (!path.add(current.get())) {
                    throw new ModelException(
                            "place of \"" + current.get() + "\" is below itself, allowed are parents without a circle");
                }
                current = namedParent(current.get());
            }
            sound.addAll(path);
        }
    }

    long sizeInBytes() {
        return sizeInBytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectContent content && objects.equals(content.objects);
    }

    @Override
    public int hashCode() {
        return objects.hashCode();
    }

    @Override
    public String toString() {
        return "ObjectContent" + objects;
    }
}
