// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A disk that does not keep up costs events, never memory or time, and the file says so. */
class QlogRecordsTest {
    private static final long SECOND = 1_000_000_000;

    private final StringBuilder file = new StringBuilder();
    private boolean room = true;
    private int appends;

    private final QlogRecords records = new QlogRecords(
            new QlogSink() {
                @Override
                public boolean hasRoom() {
                    return room;
                }

                @Override
                public void append(String name, byte[] text) {
                    appends++;
                    file.append(new String(text, StandardCharsets.US_ASCII));
                }
            },
            0);

    private int add(long now, int events) {
        int added = 0;
        for (int i = 0; i < events; i++) {
            if (records.admits(now)) {
                records.begin(now, "test:event").field("text", "x".repeat(100));
                records.end();
                added++;
            }
        }
        return added;
    }

    private Qlog finished(long now) {
        records.finish(now);
        return Qlog.parse(file.toString());
    }

    @Test
    void eventsAreAppendedByManyAtATime() {
        begin();
        records.file("a");
        add(0, 1_000);

        assertThat(appends).isBetween(5, 15);
        assertThat(finished(0).all("test:event")).hasSize(1_000);
    }

    private void begin() {
        records.beginHeader();
        records.endHeader();
    }

    @Test
    void eventsDoNotWaitLongForOthers() {
        begin();
        records.file("a");
        add(0, 1);
        add(SECOND, 1);

        assertThat(Qlog.parse(file.toString()).all("test:event")).hasSize(1);
    }

    @Test
    void whatTheSinkHasNoRoomForIsDroppedAndCounted() {
        begin();
        records.file("a");
        room = false;
        int added = add(0, 10_000);
        assertThat(added).isBetween(300, 600);
        room = true;
        added += add(SECOND, 10);

        Qlog qlog = finished(SECOND);
        assertThat(qlog.all("test:event")).hasSize(added);
        assertThat(qlog.all("generic:warning"))
                .extracting(data -> Qlog.number(data, "dropped_events"))
                .containsExactly(10_010L - added);
    }

    @Test
    void fileWithoutItsNameYetIsHeldAndBounded() {
        begin();
        int added = add(SECOND, 10_000);
        assertThat(appends).isZero();
        records.file("a");

        Qlog qlog = finished(SECOND);
        assertThat(qlog.all("test:event")).hasSize(added);
        Map<String, Object> last = qlog.events().get(qlog.events().size() - 1);
        assertThat(Qlog.number(Qlog.data(last), "dropped_events")).isEqualTo(10_000L - added);
    }
}
