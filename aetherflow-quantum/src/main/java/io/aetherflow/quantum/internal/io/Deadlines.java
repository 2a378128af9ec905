// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The connections of an endpoint by the time at which each is due: a binary heap whose members know their place, so that one moves in O(log n). */
final class Deadlines {
    private static final int ABSENT = -1;

    private @Nullable DrivenConnection[] heap = new DrivenConnection[16];
    private int size;

    /** The one that is due first, or null. */
    @Nullable
    DrivenConnection first() {
        return heap[0];
    }

    /** Sets when a connection is due. */
    void set(DrivenConnection connection, long time) {
        if (connection.heapIndex == ABSENT) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            connection.heapIndex = size;
            heap[size++] = connection;
        }
        connection.dueTime = time;
        down(connection, up(connection, connection.heapIndex));
    }

    /** It is due no more. */
    void remove(DrivenConnection connection) {
        int index = connection.heapIndex;
        if (index == ABSENT) {
            return;
        }
        connection.heapIndex = ABSENT;
        DrivenConnection last = at(--size);
        heap[size] = null;
        if (last != connection) {
            put(last, index);
            down(last, up(last, index));
        }
    }

    private DrivenConnection at(int index) {
        DrivenConnection connection = heap[index];
        if (connection == null) {
            throw new IllegalStateException("nothing at " + index + " of " + size);
        }
        return connection;
    }

    private void put(DrivenConnection connection, int index) {
        heap[index] = connection;
        connection.heapIndex = index;
    }

    private int up(DrivenConnection connection, int from) {
        int index = from;
        while (index > 0 && at((index - 1) / 2).dueTime - connection.dueTime > 0) {
            put(at((index - 1) / 2), index);
            index = (index - 1) / 2;
        }
        put(connection, index);
        return index;
    }

    private void down(DrivenConnection connection, int from) {
        int index = from;
        for (int child = 2 * index + 1; child < size; child = 2 * index + 1) {
            if (child + 1 < size && at(child + 1).dueTime - at(child).dueTime < 0) {
                child++;
            }
            if (at(child).dueTime - connection.dueTime >= 0) {
                break;
            }
            put(at(child), index);
            index = child;
        }
        put(connection, index);
    }
}
