// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

/**
 * Immutable text that is cheap to edit anywhere: a height-balanced (AVL) tree whose leaves are pieces of the text.
 * Positions and lengths count Unicode code points. An edit copies one leaf and the path to it, O(log n), and shares
 * everything else with the text before, so that any number of versions can be kept.
 *
 * <p>The tree is balanced by joining: an edit splits its subtree into what stays left and right of it, and
 * {@link #join} puts two trees of any heights together again in time proportional to the difference of their heights
 * (Blelloch, Ferizovic, Sun: "Just Join for Parallel Ordered Sets", SPAA 2016).
 */
public abstract sealed class Rope permits Rope.Leaf, Rope.Branch {
    /** Chars in a leaf: large enough to keep the tree small, small enough to copy within one edit. */
    private static final int MAX_LEAF_CHARS = 512;

    private static final Rope EMPTY = new Leaf("", 0, 0);

    private final int length;
    private final int utf8Bytes;
    final int height;

    private Rope(int length, int utf8Bytes, int height) {
        this.length = length;
        this.utf8Bytes = utf8Bytes;
        this.height = height;
    }

    /**
     * Returns the text of no characters.
     *
     * @return the empty rope
     */
    public static Rope empty() {
        return EMPTY;
    }

    /**
     * Builds a rope of some text.
     *
     * @param text the text; surrogates must be paired
     * @return a rope of the same text
     */
    public static Rope of(String text) {
        if (text.length() <= MAX_LEAF_CHARS) {
            return text.isEmpty() ? EMPTY : new Leaf(text, text.codePointCount(0, text.length()), Utf8.length(text));
        }
        int middle = text.length() / 2;
        if (Character.isLowSurrogate(text.charAt(middle))) {
            middle++;
        }
        return join(of(text.substring(0, middle)), of(text.substring(middle)));
    }

    /**
     * Returns the length of the text.
     *
     * @return the number of code points
     */
    public int length() {
        return length;
    }

    /**
     * Replaces a range of the text.
     *
     * @param from start of the range, in code points
     * @param to end of the range, exclusive
     * @param text what stands there afterwards; may be empty
     * @return the text afterwards
     * @throws IndexOutOfBoundsException if {@code 0 <= from <= to <= length()} does not hold
     */
    public Rope replace(int from, int to, String text) {
        if (from < 0 || from > to || to > length) {
            throw new IndexOutOfBoundsException("range " + from + " to " + to + " of a text of length " + length);
        }
        return replaceIn(from, to, text);
    }

    /**
     * Returns a range of the text.
     *
     * @param from start of the range, in code points
     * @param to end of the range, exclusive
     * @return the text in the range
     * @throws IndexOutOfBoundsException if {@code 0 <= from <= to <= length()} does not hold
     */
    public String substring(int from, int to) {
        return replace(0, from, "").replace(to - from, length - from, "").toString();
    }

    /** Returns the whole text. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(length);
        appendTo(out);
        return out.toString();
    }

    /** The size of the text in UTF-8. */
    int utf8Bytes() {
        return utf8Bytes;
    }

    abstract Rope replaceIn(int from, int to, String text);

    abstract void appendTo(StringBuilder out);

    private static Rope join(Rope left, Rope right) {
        if (left.length == 0) {
            return right;
        }
        if (right.length == 0) {
            return left;
        }
        if (left instanceof Leaf l
                && right instanceof Leaf r
                && l.text.length() + r.text.length() <= MAX_LEAF_CHARS / 2) {
            return new Leaf(l.text.concat(r.text), left.length + right.length, left.utf8Bytes + right.utf8Bytes);
        }
        if (left instanceof Branch branch && left.height > right.height + 1) {
            return balance(branch.left, join(branch.right, right));
        }
        if (right instanceof Branch branch && right.height > left.height + 1) {
            return balance(join(left, branch.left), branch.right);
        }
        return new Branch(left, right);
    }

    /** Joins two trees whose heights differ by at most two, by one rotation. */
    private static Rope balance(Rope left, Rope right) {
        if (left instanceof Branch branch && left.height > right.height + 1) {
            if (branch.right instanceof Branch inner && inner.height > branch.left.height) {
                return new Branch(new Branch(branch.left, inner.left), new Branch(inner.right, right));
            }
            return new Branch(branch.left, new Branch(branch.right, right));
        }
        if (right instanceof Branch branch && right.height > left.height + 1) {
            if (branch.left instanceof Branch inner && inner.height > branch.right.height) {
                return new Branch(new Branch(left, inner.left), new Branch(inner.right, branch.right));
            }
            return new Branch(new Branch(left, branch.left), branch.right);
        }
        return new Branch(left, right);
    }

    static final class Leaf extends Rope {
        private final String text;

        private Leaf(String text, int codePoints, int utf8Bytes) {
            super(codePoints, utf8Bytes, 0);
            this.text = text;
        }

        @Override
        Rope replaceIn(int from, int to, String inserted) {
            int start = charIndex(from);
            int end = to == from ? start : charIndex(to);
            String edited = text.substring(0, start).concat(inserted).concat(text.substring(end));
            if (edited.length() > MAX_LEAF_CHARS) {
                return of(edited);
            }
            int codePoints = length() - (to - from) + inserted.codePointCount(0, inserted.length());
            int bytes = utf8Bytes() - Utf8.length(text.substring(start, end)) + Utf8.length(inserted);
            return new Leaf(edited, codePoints, bytes);
        }

        private int charIndex(int codePoint) {
            return text.length() == length() ? codePoint : text.offsetByCodePoints(0, codePoint);
        }

        @Override
        void appendTo(StringBuilder out) {
            out.append(text);
        }
    }

    static final class Branch extends Rope {
        private final Rope left;
        private final Rope right;

        private Branch(Rope left, Rope right) {
            super(
                    Math.addExact(left.length(), right.length()),
                    Math.addExact(left.utf8Bytes(), right.utf8Bytes()),
                    Math.max(left.height, right.height) + 1);
            this.left = left;
            this.right = right;
        }

        @Override
        Rope replaceIn(int from, int to, String text) {
            int middle = left.length();
            if (to <= middle) {
                return join(left.replaceIn(from, to, text), right);
            }
            if (from >= middle) {
                return join(left, right.replaceIn(from - middle, to - middle, text));
            }
            return join(left.replaceIn(from, middle, text), right.replaceIn(0, to - middle, ""));
        }

        @Override
        void appendTo(StringBuilder out) {
            left.appendTo(out);
            right.appendTo(out);
        }
    }
}
