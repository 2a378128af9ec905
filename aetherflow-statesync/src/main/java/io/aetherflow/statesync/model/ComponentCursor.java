// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import io.aetherflow.statesync.model.TextOperation.Component;
import io.aetherflow.statesync.model.TextOperation.Delete;
import io.aetherflow.statesync.model.TextOperation.Insert;
import io.aetherflow.statesync.model.TextOperation.Retain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the components of a text operation in pieces. Past the end everything is retained. */
final class ComponentCursor {
    private final List<Component> components;
    private int index;
    /** Code points of the current component already taken. */
    private int taken;

    ComponentCursor(List<Component> components) {
        this.components = components;
    }

    boolean hasNext() {
        return index < components.size();
    }

    @Nullable
    Component peek() {
        return hasNext() ? components.get(index) : null;
    }

    /**
     * Takes the next piece.
     *
     * @param limit its length at most, 1 or more; past the end, its length
     */
    Component take(int limit) {
        Component current = peek();
        if (current == null) {
            return new Retain(limit);
        }
        int from = taken;
        int length = Math.min(current.length() - from, limit);
        if (from + length == current.length()) {
            index++;
            taken = 0;
        } else {
            taken += length;
        }
        return length == current.length() ? current : piece(current, from, length);
    }

    private static Component piece(Component whole, int from, int length) {
        if (whole instanceof Insert insert) {
            int start = insert.text().offsetByCodePoints(0, from);
            int end = insert.text().offsetByCodePoints(start, length);
            return new Insert(insert.text().substring(start, end), length);
        }
        return whole instanceof Delete ? new Delete(length) : new Retain(length);
    }
}
