// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.stream.Stream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Random bytes on one stream from client to server, as applications would move them: written when there is room, read when there is something. */
public final class Transfer {
    private final byte[] sent;
    private final byte[] buffer = new byte[16 << 10];
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private @Nullable Stream outgoing;
    private @Nullable Stream incoming;
    private int written;
    private boolean ended;

    Transfer(World world, int bytes) {
        sent = new byte[bytes];
        world.network().random().nextBytes(sent);
        world.clientEndpoint().application((connection, now) -> write(connection));
        world.serverEndpoint().application((connection, now) -> read(connection));
    }

    private void write(ConnectionCore connection) {
        if (connection.state() != ConnectionCore.State.ESTABLISHED) {
            return;
        }
        if (outgoing == null) {
            outgoing = connection.streams().open(StreamPriority.NORMAL);
        }
        if (outgoing != null && written < sent.length) {
            written += Math.max(0, outgoing.write(sent, written, sent.length - written));
            if (written == sent.length) {
                outgoing.finish();
            }
        }
    }

    private void read(ConnectionCore connection) {
        if (incoming == null) {
            incoming = connection.streams().accept();
        }
        while (incoming != null && !ended) {
            int n = incoming.read(buffer, 0, buffer.length);
            if (n == 0) {
                return;
            }
            ended = n < 0;
            read.write(buffer, 0, Math.max(0, n));
        }
    }

    public int written() {
        return written;
    }

    /** Whether the server has read everything. */
    public boolean isComplete() {
        return ended;
    }

    public void assertIntact() {
        assertThat(ended).as("ended").isTrue();
        assertThat(Arrays.equals(read.toByteArray(), sent))
                .as("bytes read are those sent")
                .isTrue();
    }
}
