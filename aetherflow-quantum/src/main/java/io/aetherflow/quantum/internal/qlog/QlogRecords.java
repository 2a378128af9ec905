// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import org.jspecify.annotations.Nullable;

/**
 * The records of one file (JSON text sequences, RFC 7464), held until the file has its name and they are worth an append. While the
 * sink has no room they are held up to a limit and then dropped; the file tells how many.
 */
final class QlogRecords {
    /** Beyond so many bytes, records are dropped. */
    static final int MAX_BYTES = 64 << 10;

    /** So many bytes are worth an append. */
    private static final int APPEND_BYTES = 16 << 10;
    /** Records of such an age are worth an append. */
    private static final long APPEND_NANOS = 100_000_000;

    private static final char RECORD_SEPARATOR = 0x1e;

    private final QlogSink sink;
    private final long start;
    private final JsonText json = new JsonText();
    private @Nullable String file;
    private long time;
    private long lastAppend;
    private long dropped;

    /**
     * Begins without records.
     *
     * @param start the time that times in records count from
     */
    QlogRecords(QlogSink sink, long start) {
        this.sink = sink;
        this.start = start;
        this.lastAppend = start;
    }

    /** Names the file. */
    void file(String name) {
        file = name;
    }

    /** Begins the record that heads the file; {@link #endHeader} is to follow. */
    JsonText beginHeader() {
        json.separator(RECORD_SEPARATOR);
        return json.open('{');
    }

    void endHeader() {
        json.close('}').separator('\n');
    }

    /** Whether an event may be added now; if not, it counts as dropped. */
    boolean admits(long now) {
        boolean due = json.length() >= APPEND_BYTES || now - lastAppend >= APPEND_NANOS;
        if (due && file != null && sink.hasRoom()) {
            append(file);
            lastAppend = now;
            tellDropped(now);
        }
        if (json.length() < MAX_BYTES) {
            return true;
        }
        dropped++;
        return false;
    }

    /** Begins an event that was admitted. Its data are to be added, then comes {@link #end}. */
    JsonText begin(long now, String name) {
        time = Math.max(time, now - start); // readings of the clock within one turn of an endpoint's thread differ
        json.separator(RECORD_SEPARATOR);
        return json.open('{')
                .millisField("time", time)
                .field("name", name)
                .key("data")
                .open('{');
    }

    void end() {
        json.close('}').close('}').separator('\n');
    }

    /** Appends what is left to the file, which is complete with that. */
    void finish(long now) {
        tellDropped(now);
        if (file != null) {
            append(file);
        }
    }

    private void append(String name) {
        if (json.length() > 0) {
            sink.append(name, json.take());
        }
    }

    private void tellDropped(long now) {
        if (dropped > 0) {
            begin(now, "generic:warning")
                    .field("message", "the disk is too slow: events are missing here")
                    .field("dropped_events", dropped);
            end();
            dropped = 0;
        }
    }
}
