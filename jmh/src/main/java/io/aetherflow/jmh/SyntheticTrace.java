// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.jmh.Trace.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up editing history in the manner of a recorded one: a cursor that types or erases one character at a time
 * and now and then jumps elsewhere. The same seed always makes the same history. The text it ends in is worked out
 * with a plain {@link StringBuilder}, not with what is measured.
 */
final class SyntheticTrace {
    static final long SEED = 20_240_607;

    private static final double JUMPS = 0.02;
    /** Of automerge-paper's edits, as many erase. */
    private static final double ERASURES = 0.3;

    private SyntheticTrace() {}

    static Trace of(String source, int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        StringBuilder text = new StringBuilder();
        List<Edit> edits = new ArrayList<>(count);
        int cursor = 0;
        for (int i = 0; i < count; i++) {
            if (random.nextDouble() < JUMPS) {
                cursor = random.nextInt(text.length() + 1);
            }
            if (cursor > 0 && random.nextDouble() < ERASURES) {
                cursor--;
                text.deleteCharAt(cursor);
                edits.add(new Edit(cursor, 1, ""));
            } else {
                char typed = (char) ('a' + random.nextInt(26));
                text.insert(cursor, typed);
                edits.add(new Edit(cursor, 0, String.valueOf(typed)));
                cursor++;
            }
        }
        return new Trace(source, "", text.toString(), List.copyOf(edits));
    }
}
