// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A text of unknown content, as pieces that say who inserted and who deleted them. "Who" is a number from 0: an edit or
 * a user, as the caller likes.
 */
final class PieceList {
    private static final int NOBODY = -1;
    private static final int UNKNOWN_LENGTH = 1 << 30;

    private record Piece(int insertedBy, int deletedBy, int length) {
        boolean visible() {
            return deletedBy == NOBODY;
        }

        boolean seenBy(int who) {
            return (insertedBy == NOBODY || insertedBy == who) && deletedBy != who;
        }

        Piece ofLength(int newLength) {
            return new Piece(insertedBy, deletedBy, newLength);
        }
    }

    /**
     * Where an edit took place.
     *
     * @param index the first piece that it inserted or deleted
     * @param touched everybody whose insertions or deletions it deleted, or now stands next to
     */
    record Place(int index, Set<Integer> touched) {}

    private final List<Piece> pieces = new ArrayList<>(List.of(new Piece(NOBODY, NOBODY, UNKNOWN_LENGTH)));

    Place apply(Edit edit, int who) {
        int index = split(edit.position());
        Set<Integer> touched = new HashSet<>();
        noteNeighbours(index - 1, -1, touched);
        int end = delete(index, edit.deleted(), who, touched);
        noteNeighbours(end, 1, touched);
        if (!edit.inserted().isEmpty()) {
            pieces.add(index, new Piece(who, NOBODY, edit.insertedLength()));
        }
        return new Place(index, touched);
    }

    /** Length of the pieces before an index, as somebody sees the text who knows of nobody else. */
    int lengthSeenBy(int who, int index) {
        int length = 0;
        for (Piece piece : pieces.subList(0, index)) {
            length += piece.seenBy(who) ? piece.length() : 0;
        }
        return length;
    }

    /** The index right after the visible text before a position, a piece split there if need be. */
    private int split(int position) {
        int left = position;
        int index = 0;
        while (left > 0) {
            Piece piece = pieces.get(index);
            if (piece.visible() && piece.length() > left) {
                pieces.set(index, piece.ofLength(left));
                pieces.add(index + 1, piece.ofLength(piece.length() - left));
            }
            left -= piece.visible() ? Math.min(piece.length(), left) : 0;
            index++;
        }
        return index;
    }

    private int delete(int from, int length, int who, Set<Integer> touched) {
        int left = length;
        int index = from;
        while (left > 0) {
            Piece piece = pieces.get(index);
            note(piece, touched);
            if (piece.visible()) {
                int taken = Math.min(piece.length(), left);
                if (taken < piece.length()) {
                    pieces.add(index + 1, piece.ofLength(piece.length() - taken));
                }
                pieces.set(index, new Piece(piece.insertedBy(), who, taken));
                left -= taken;
            }
            index++;
        }
        return index;
    }

    /** Deleted text does not keep apart: looks through it to the next visible piece. */
    private void noteNeighbours(int from, int step, Set<Integer> touched) {
        for (int i = from; i >= 0 && i < pieces.size(); i += step) {
            note(pieces.get(i), touched);
            if (pieces.get(i).visible()) {
                return;
            }
        }
    }

    private static void note(Piece piece, Set<Integer> touched) {
        if (piece.insertedBy() != NOBODY) {
            touched.add(piece.insertedBy());
        }
        if (piece.deletedBy() != NOBODY) {
            touched.add(piece.deletedBy());
        }
    }
}
