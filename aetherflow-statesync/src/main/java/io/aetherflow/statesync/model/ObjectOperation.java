// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change of one object: created, deleted, or some of its properties set and unset. On the wire
 * {@code {"id":"shape-1","set":{"x":10},"unset":["label"]}}, and <code>{}</code> where nothing is left of it.
 *
 * @param type what the operation sets out to do
 * @param objectId the object, chosen by the client; empty only if nothing is left of the operation
 * @param set property values by name, each as compact JSON text
 * @param unset names of properties to take away
 */
public record ObjectOperation(
        OperationType type, String objectId, SortedMap<String, String> set, SortedSet<String> unset) {
    public ObjectOperation {
        set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
        unset = Collections.unmodifiableSortedSet(new TreeSet<>(unset));
    }

    /**
     * Returns an operation that sets properties.
     *
     * @param type any type but {@link OperationType#DELETE}
     * @param objectId the object
     * @param set property values by name, each as compact JSON text
     * @return the operation
     */
    public static ObjectOperation set(OperationType type, String objectId, Map<String, String> set) {
        return new ObjectOperation(type, objectId, new TreeMap<>(set), new TreeSet<>());
    }

    /**
     * Returns an operation that deletes an object.
     *
     * @param objectId the object
     * @return the operation
     */
    public static ObjectOperation delete(String objectId) {
        return set(OperationType.DELETE, objectId, Map.of());
    }

    /**
     * Tells whether nothing is left of the operation, because others deleted its object first.
     *
     * @return true if applying it changes nothing
     */
    public boolean isNothing() {
        return objectId.isEmpty();
    }

    boolean touches(String property) {
        return set.containsKey(property) || unset.contains(property);
    }

    ObjectOperation nothing() {
        return set(type, "", Map.of());
    }

    /** This operation without the properties that the other one touches. */
    ObjectOperation without(ObjectOperation other) {
        TreeMap<String, String> remainingSet = new TreeMap<>(set);
        remainingSet.keySet().removeIf(other::touches);
        TreeSet<String> remainingUnset = new TreeSet<>(unset);
        remainingUnset.removeIf(other::touches);
        return new ObjectOperation(type, objectId, remainingSet, remainingUnset);
    }

    ObjectOperation without(String property) {
        TreeMap<String, String> remaining = new TreeMap<>(set);
        remaining.remove(property);
        return new ObjectOperation(type, objectId, remaining, unset);
    }
}
