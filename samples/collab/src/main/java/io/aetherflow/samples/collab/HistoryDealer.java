// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deals a sequential history out to several users so that they really work at the same time and still end with the same
 * text.
 *
 * <p>The history is cut into windows. Within a window, edits that touch or stand next to each other's text belong together
 * and go to one user, in order; groups that do not touch go to different users, who make them at the same time, each as if
 * the others' groups did not exist. Since they are apart, it does not matter in which order the server gets them. All
 * users see the end of one window before they begin the next.
 */
final class HistoryDealer {
    private static final int WINDOW = 256;

    private final int users;

    HistoryDealer(int users) {
        this.users = users;
    }

    /**
     * What each user does in one window.
     *
     * @param byUser edits that refer to the text at the start of the window and the user's own edits since
     */
    record Window(List<List<Edit>> byUser) {
        int size() {
            return byUser.stream().mapToInt(List::size).sum();
        }

        boolean concurrent() {
            return byUser.stream().filter(edits -> !edits.isEmpty()).count() > 1;
        }
    }

    List<Window> deal(List<Edit> history) {
        List<Window> windows = new ArrayList<>();
        for (int from = 0; from < history.size(); from += WINDOW) {
            List<Edit> edits = history.subList(from, Math.min(from + WINDOW, history.size()));
            windows.add(express(edits, assign(groups(edits), windows.size())));
        }
        return windows;
    }

    /** The group of each edit, named by one of its members. */
    private static int[] groups(List<Edit> edits) {
        Groups groups = new Groups(edits.size());
        PieceList pieces = new PieceList();
        for (int i = 0; i < edits.size(); i++) {
            int edit = i;
            PieceList.Place place = pieces.apply(edits.get(i), i);
            place.touched().forEach(other -> groups.join(edit, other));
        }
        return groups.roots();
    }

    /** The user of each edit: the largest groups first, each to the user with the least to do. */
    private int[] assign(int[] roots, int windowNumber) {
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int root : roots) {
            sizes.merge(root, 1, Integer::sum);
        }
        int[] load = new int[users];
        Map<Integer, Integer> userOfRoot = new HashMap<>();
        sizes.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(group -> {
                    int least = windowNumber % users; // so that a window of one group goes to another user each time
                    for (int i = 1; i < users; i++) {
                        int user = (windowNumber + i) % users;
                        least = load[user] < load[least] ? user : least;
                    }
                    load[least] += group.getValue();
                    userOfRoot.put(group.getKey(), least);
                });
        int[] userOf = new int[roots.length];
        for (int i = 0; i < roots.length; i++) {
            userOf[i] = userOfRoot.getOrDefault(roots[i], 0);
        }
        return userOf;
    }

    private Window express(List<Edit> edits, int[] userOf) {
        List<List<Edit>> byUser = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            byUser.add(new ArrayList<>());
        }
        PieceList pieces = new PieceList();
        for (int i = 0; i < edits.size(); i++) {
            PieceList.Place place = pieces.apply(edits.get(i), userOf[i]);
            int position = pieces.lengthSeenBy(userOf[i], place.index());
            byUser.get(userOf[i])
                    .add(new Edit(position, edits.get(i).deleted(), edits.get(i).inserted()));
        }
        return new Window(byUser);
    }
}
