// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.stream.SendStream.Need;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Streams in line to send: class before class, and by turns within a class. Streams that need credit of the connection wait in a
 * line of their own, so that none of them is looked at while there is none. A stream whose need has changed stays in line and is
 * put right when its turn comes: each step costs constant time on average.
 */
final class SendLines {
    private static final int CLASSES = StreamPriority.values().length;

    private final ConnectionFlowControl flow;
    private final Line[] lines = new Line[CLASSES];

    private static final class Line {
        private final ArrayDeque<Stream> free = new ArrayDeque<>(2);
        private final ArrayDeque<Stream> credit = new ArrayDeque<>(2);
    }

    SendLines(ConnectionFlowControl flow) {
        this.flow = flow;
        for (int i = 0; i < CLASSES; i++) {
            lines[i] = new Line();
        }
    }

    /** Puts a stream in line if it needs to and is not. */
    void enter(Stream stream) {
        Need need = stream.send.need();
        if (need == Need.FREE && !stream.inFreeLine) {
            stream.inFreeLine = true;
            line(stream).free.addLast(stream);
        } else if (need == Need.CREDIT && !stream.inCreditLine) {
            stream.inCreditLine = true;
            line(stream).credit.addLast(stream);
        }
    }

    /** Takes a stream out of line; slow, for a change of its class. */
    void leave(Stream stream) {
        if (stream.inFreeLine) {
            stream.inFreeLine = false;
            line(stream).free.remove(stream);
        }
        if (stream.inCreditLine) {
            stream.inCreditLine = false;
            line(stream).credit.remove(stream);
        }
    }

    /** The stream whose turn it is, or null. */
    @Nullable
    Stream next() {
        boolean credit = flow.credit() > 0;
        for (Line line : lines) {
            Stream stream = head(line.free, Need.FREE);
            if (stream == null && credit) {
                stream = head(line.credit, Need.CREDIT);
            }
            if (stream != null) {
                return stream;
            }
        }
        return null;
    }

    /** Whether a stream waits for credit of the connection. */
    boolean waitsForCredit() {
        for (Line line : lines) {
            if (head(line.credit, Need.CREDIT) != null) {
                return true;
            }
        }
        return false;
    }

    /** Lets the stream whose turn it is send its frame, and moves it to the back. */
    boolean pull(Stream stream, int maxBytes) {
        Need need = stream.send.need();
        if (!stream.send.pull(maxBytes)) {
            return false;
        }
        step(need == Need.FREE ? line(stream).free : line(stream).credit, need);
        return true;
    }

    private @Nullable Stream head(ArrayDeque<Stream> line, Need need) {
        for (Stream stream = line.peekFirst(); stream != null; stream = line.peekFirst()) {
            if (stream.send.need() == need) {
                return stream;
            }
            step(line, need);
        }
        return null;
    }

    private void step(ArrayDeque<Stream> line, Need need) {
        Stream stream = line.removeFirst();
        if (need == Need.FREE) {
            stream.inFreeLine = false;
        } else {
            stream.inCreditLine = false;
        }
        enter(stream);
    }

    private Line line(Stream stream) {
        return lines[stream.priority().ordinal()];
    }
}
