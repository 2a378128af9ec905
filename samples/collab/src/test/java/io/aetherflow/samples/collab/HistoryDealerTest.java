// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryDealerTest {
    private static final int USERS = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void usersWhoseEditsMeetInAnyOrderEndWithTheTextOfTheHistory(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Edit> history = history(random, 2_000);
        Rope expected = Rope.of("start");
        for (Edit edit : history) {
            expected = edit.operation().apply(expected);
        }

        Rope text = Rope.of("start");
        boolean concurrent = false;
        for (HistoryDealer.Window window : new HistoryDealer(USERS).deal(history)) {
            text = merge(window, text, random);
            concurrent |= window.concurrent();
        }

        assertThat(text.toString()).as("seed %d", seed).isEqualTo(expected.toString());
        assertThat(concurrent).isTrue();
    }

    /** As the server does: takes the users' edits in a random order and carries each over what it has not seen. */
    private static Rope merge(HistoryDealer.Window window, Rope start, SplittableRandom random) {
        Rope text = start;
        int[] next = new int[USERS];
        List<List<TextOperation>> unseen = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            unseen.add(new ArrayList<>());
        }
        for (int made = 0; made < window.size(); ) {
            int user = random.nextInt(USERS);
            if (next[user] == window.byUser().get(user).size()) {
                continue;
            }
            TextOperation carried = window.byUser().get(user).get(next[user]++).operation();
            List<TextOperation> others = unseen.get(user);
            boolean first =
                    random.nextBoolean(); // edits dealt to different users must not depend on how ties are broken
            for (int i = 0; i < others.size(); i++) {
                TextOperation moved = others.get(i).transform(carried, !first);
                carried = carried.transform(others.get(i), first);
                others.set(i, moved);
            }
            text = carried.apply(text);
            for (int other = 0; other < USERS; other++) {
                if (other != user) {
                    unseen.get(other).add(carried);
                }
            }
            made++;
        }
        return text;
    }

    /** Typing, deleting and replacing at a cursor that jumps now and then. */
    private static List<Edit> history(SplittableRandom random, int count) {
        List<Edit> edits = new ArrayList<>();
        int length = 5;
        int cursor = 0;
        while (edits.size() < count) {
            if (random.nextInt(12) == 0) {
                cursor = random.nextInt(length + 1);
            }
            int deleted = random.nextInt(4) == 0 ? Math.min(length - cursor, random.nextInt(1, 6)) : 0;
            String inserted = deleted == 0 || random.nextBoolean() ? "ab😀".repeat(random.nextInt(1, 3)) : "";
            Edit edit = new Edit(cursor, deleted, inserted);
            edits.add(edit);
            length += edit.insertedLength() - deleted;
            cursor += edit.insertedLength();
            if (random.nextInt(6) == 0 && cursor > 0) {
                edits.add(new Edit(--cursor, 1, "")); // backspace
                length--;
            }
        }
        return edits;
    }
}
