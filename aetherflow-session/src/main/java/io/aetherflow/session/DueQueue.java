// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.Iterator;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in the order in which the sweep must look at them again. A heartbeat does not move its session here, which
 * is what makes it cheap: a place may be too early, never too late, and whoever finds it too early moves it to where it
 * belongs then, about once per timeout and session.
 *
 * <p>Reading needs no lock. A session's places are changed only under its bucket's lock, and the session knows its
 * present place in each queue, so a place that was read without the lock is checked by identity under it.
 */
final class DueQueue {
    /** A session's place: when to look at it, and the id between those of one millisecond. */
    record Due(long millis, SessionEntry entry) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : entry.id.compareTo(other.entry.id);
        }
    }

    private final ConcurrentSkipListSet<Due> dues = new ConcurrentSkipListSet<>();

    /** Gives a session a new place, and takes away the one it had. */
    Due move(@Nullable Due from, SessionEntry entry, long millis) {
        remove(from);
        Due to = new Due(millis, entry);
        dues.add(to);
        return to;
    }

    void remove(@Nullable Due place) {
        if (place != null) {
            dues.remove(place);
        }
    }

    /** The earliest place, if it is due. */
    @Nullable
    Due first(long nowMillis) {
        Iterator<Due> places = dues.iterator();
        Due first = places.hasNext() ? places.next() : null;
        return first != null && first.millis <= nowMillis ? first : null;
    }

    /** All places, earliest first, also those not due; weakly consistent. */
    Iterator<Due> iterator() {
        return dues.iterator();
    }

    boolean isEmpty() {
        return dues.isEmpty();
    }
}
