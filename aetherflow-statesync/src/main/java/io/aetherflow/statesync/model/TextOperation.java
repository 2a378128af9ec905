// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edit of plain text: a walk from the start that retains, inserts and deletes. Positions and counts are Unicode code
 * points, so an edit never splits a surrogate pair. Whatever follows the last component is retained.
 *
 * <p>The meaning, the wire form and the way ties are broken are those of the operational transformation type
 * {@code text-unicode} (npm package {@code ot-text-unicode}): {@code [5,"hi",{"d":3}]} keeps 5 code points, inserts
 * "hi" and deletes 3.
 *
 * <p>Operations are normalised: no empty component, no two of a kind in a row, no retain at the end.
 */
public final class TextOperation {
    private static final TextOperation NOTHING = new TextOperation(List.of());

    private final List<Component> components;

    // What most pairs of edits need to know of each other, since most are apart.
    /** Where in the text before the first change is. */
    private final int start;
    /** Where in the text before the last change ends. */
    private final int end;
    /** How much longer the text gets. */
    private final int growth;

    /** One step of the walk. */
    public sealed interface Component permits Retain, Insert, Delete {
        /**
         * Returns how far this step reaches: over the text before for retain and delete, of the new text for insert.
         *
         * @return a positive number of code points
         */
        int length();
    }

    /**
     * Keeps text.
     *
     * @param length code points kept
     */
    public record Retain(int length) implements Component {}

    /**
     * Inserts text.
     *
     * @param text what is inserted, not empty, surrogates paired
     * @param length its code points
     */
    public record Insert(String text, int length) implements Component {
        /**
         * Creates an insertion of some text.
         *
         * @param text what is inserted
         */
        public Insert(String text) {
            this(text, text.codePointCount(0, text.length()));
        }
    }

    /**
     * Deletes text.
     *
     * @param length code points deleted
     */
    public record Delete(int length) implements Component {}

    private TextOperation(List<Component> components) {
        this.components = List.copyOf(components);
        int position = 0;
        int grown = 0;
        for (Component component : components) {
            if (component instanceof Insert) {
                grown += component.length();
            } else {
                position += component.length();
                grown -= component instanceof Delete ? component.length() : 0;
            }
        }
        start = !components.isEmpty() && components.get(0) instanceof Retain first ? first.length() : 0;
        end = position;
        growth = grown;
    }

    /**
     * Returns the steps of the walk.
     *
     * @return the components in order; immutable
     */
    public List<Component> components() {
        return components;
    }

    /**
     * Returns the operation that changes nothing.
     *
     * @return an operation without components
     */
    public static TextOperation nothing() {
        return NOTHING;
    }

    /**
     * Returns an edit of one place: some text deleted, some inserted there.
     *
     * @param position where, in code points
     * @param deleted how many code points are deleted from there on
     * @param inserted what is inserted there; may be empty
     * @return the operation
     * @throws IllegalArgumentException if a number is negative
     */
    public static TextOperation replace(int position, int deleted, String inserted) {
        return builder().retain(position).insert(inserted).delete(deleted).build();
    }

    /**
     * Returns a builder of a normalised operation.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Tells whether the operation changes nothing.
     *
     * @return true if there is no component
     */
    public boolean isNothing() {
        return components.isEmpty();
    }

    /**
     * Applies the edit.
     *
     * @param text the text before
     * @return the text after
     * @throws ModelException if the edit reaches past the end of the text
     */
    public Rope apply(Rope text) {
        Rope result = text;
        int position = 0;
        for (Component component : components) {
            if (component instanceof Insert insert) {
                result = result.replace(position, position, insert.text());
                position += insert.length();
                continue;
            }
            requireReach(result.length() - position, component, position);
            if (component instanceof Delete) {
                result = result.replace(position, position + component.length(), "");
            } else {
                position += component.length();
            }
        }
        return result;
    }

    private static void requireReach(int left, Component component, int position) {
        if (component.length() > left) {
            String kind = component instanceof Delete ? "delete" : "retain";
            throw new ModelException(
                    "text " + kind + " at " + position + " is " + component.length() + ", allowed is at most " + left);
        }
    }

    /**
     * Carries this edit over a concurrent one made for the same text. For all edits a and b of one text,
     * {@code a, b.transform(a, false)} and {@code b, a.transform(b, true)} end in the same text (property TP1).
     *
     * @param other the concurrent edit
     * @param first whether this edit's text goes first where both insert at one place; the other side must say the
     *     opposite
     * @return this edit as it applies after the other one
     */
    public TextOperation transform(TextOperation other, boolean first) {
        if (end < other.start || other.isNothing()) {
            return this;
        }
        if (other.end < start) {
            return shifted(other.growth);
        }
        ComponentCursor mine = new ComponentCursor(components);
        Builder out = builder();
        for (Component component : other.components) {
            if (component instanceof Insert insert) {
                if (first && mine.peek() instanceof Insert) {
                    out.append(mine.take(Integer.MAX_VALUE));
                }
                out.retain(insert.length());
            } else {
                carryOver(mine, component, out);
            }
        }
        while (mine.hasNext()) {
            out.append(mine.take(Integer.MAX_VALUE));
        }
        return out.build();
    }

    private TextOperation shifted(int distance) {
        if (distance == 0) {
            return this;
        }
        List<Component> moved = new ArrayList<>(components);
        moved.set(0, new Retain(start + distance));
        return new TextOperation(moved);
    }

    /** Whether the changes of two edits are apart, so that neither reaches or touches the other. */
    boolean isApartFrom(TextOperation other) {
        return end < other.start || other.end < start;
    }

    private static void carryOver(ComponentCursor mine, Component over, Builder out) {
        boolean deleted = over instanceof Delete;
        int left = over.length();
        while (left > 0) {
            if (mine.peek() instanceof Insert) {
                out.append(mine.take(Integer.MAX_VALUE));
                continue;
            }
            Component piece = mine.take(left);
            if (!deleted) {
                out.append(piece);
            }
            left -= piece.length();
        }
    }

    /**
     * Joins this edit and the next one of the same author.
     *
     * @param next an edit of the text after this one
     * @return one edit with the effect of both
     */
    public TextOperation compose(TextOperation next) {
        ComponentCursor mine = new ComponentCursor(components);
        Builder out = builder();
        for (Component component : next.components) {
            if (component instanceof Insert) {
                out.append(component);
            } else {
                composeOver(mine, component, out);
            }
        }
        while (mine.hasNext()) {
            out.append(mine.take(Integer.MAX_VALUE));
        }
        return out.build();
    }

    private static void composeOver(ComponentCursor mine, Component next, Builder out) {
        boolean deletes = next instanceof Delete;
        int left = next.length();
        while (left > 0) {
            if (mine.peek() instanceof Delete) {
                out.append(mine.take(Integer.MAX_VALUE));
                continue;
            }
            Component piece = mine.take(left);
            left -= piece.length();
            if (!deletes) {
                out.append(piece);
            } else if (piece instanceof Retain) {
                out.delete(piece.length());
            }
        }
    }

    /**
     * Returns the edit that undoes this one.
     *
     * @param before the text that this edit was made for
     * @return an edit of the text after, which brings back the text before
     */
    public TextOperation invert(Rope before) {
        Builder out = builder();
        int position = 0;
        for (Component component : components) {
            if (component instanceof Insert) {
                out.delete(component.length());
                continue;
            }
            requireReach(before.length() - position, component, position);
            if (component instanceof Delete) {
                out.insert(before.substring(position, position + component.length()));
            } else {
                out.retain(component.length());
            }
            position += component.length();
        }
        return out.build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TextOperation operation && components.equals(operation.components);
    }

    @Override
    public int hashCode() {
        return components.hashCode();
    }

    @Override
    public String toString() {
        return "TextOperation" + components;
    }

    /** Builds a normalised operation, component by component. Not safe for use by several threads. */
    public static final class Builder {
        private final List<Component> components = new ArrayList<>(4);

        private Builder() {}

        /**
         * Keeps text.
         *
         * @param length code points, 0 or more
         * @return this
         */
        public Builder retain(int length) {
            if (requireCount("retain", length) > 0) {
                push(last() instanceof Retain before ? new Retain(replaceLast(before) + length) : new Retain(length));
            }
            return this;
        }

        /**
         * Inserts text.
         *
         * @param text what is inserted; may be empty
         * @return this
         */
        public Builder insert(String text) {
            if (!text.isEmpty()) {
                append(new Insert(text));
            }
            return this;
        }

        /**
         * Deletes text.
         *
         * @param length code points, 0 or more
         * @return this
         */
        public Builder delete(int length) {
            if (requireCount("delete", length) > 0) {
                push(last() instanceof Delete before ? new Delete(replaceLast(before) + length) : new Delete(length));
            }
            return this;
        }

        Builder append(Component component) {
            if (component instanceof Retain) {
                return retain(component.length());
            }
            if (component instanceof Delete) {
                return delete(component.length());
            }
            Insert insert = (Insert) component;
            if (last() instanceof Insert before) {
                int length = replaceLast(before) + insert.length();
                push(new Insert(before.text().concat(insert.text()), length));
            } else {
                push(insert);
            }
            return this;
        }

        private @Nullable Component last() {
            return components.isEmpty() ? null : components.get(components.size() - 1);
        }

        private int replaceLast(Component before) {
            components.remove(components.size() - 1);
            return before.length();
        }

        private void push(Component component) {
            components.add(component);
        }

        private static int requireCount(String name, int length) {
            if (length < 0) {
                throw new IllegalArgumentException("text " + name + " is " + length + ", allowed is 0 or more");
            }
            return length;
        }

        /**
         * Returns the operation, without a retain at its end.
         *
         * @return the operation built
         */
        public TextOperation build() {
            if (last() instanceof Retain retain) {
                replaceLast(retain);
            }
            return components.isEmpty() ? NOTHING : new TextOperation(components);
        }
    }
}
