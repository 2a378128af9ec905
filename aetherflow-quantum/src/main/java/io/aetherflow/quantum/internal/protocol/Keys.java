// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.KeyPhases;
import io.aetherflow.quantum.internal.crypto.KeySchedule;
import io.aetherflow.quantum.internal.crypto.PacketOpener;
import io.aetherflow.quantum.internal.crypto.PacketProtector;
import io.aetherflow.quantum.internal.crypto.Secrets;
import io.aetherflow.quantum.internal.recovery.Space;
import org.jspecify.annotations.Nullable;

/** The keys that a connection has at present: initial ones until the handshake is confirmed, packet keys once TLS gives them. */
final class Keys {
    private final KeySchedule schedule;
    private final boolean client;
    private @Nullable PacketProtector initialProtector;
    private @Nullable PacketOpener initialOpener;
    private @Nullable KeyPhases packets;

    Keys(KeySchedule schedule, boolean client) {
        this.schedule = schedule;
        this.client = client;
    }

    /** Derives initial keys, again after a RETRY. */
    void initial(long connectionId) {
        Secrets secrets = schedule.initial(connectionId);
        initialProtector = new PacketProtector(schedule, sending(secrets));
        initialOpener = new PacketOpener(schedule, receiving(secrets));
    }

    void packets(Secrets secrets) {
        packets = new KeyPhases(schedule, sending(secrets), receiving(secrets));
    }

    private byte[] sending(Secrets secrets) {
        return client ? secrets.client() : secrets.server();
    }

    private byte[] receiving(Secrets secrets) {
        return client ? secrets.server() : secrets.client();
    }

    /** Goes to the next packet keys of both directions; false if that is not allowed yet. */
    boolean update() {
        return packets != null && packets.update();
    }

    /** Why the connection must be closed, or null. */
    @Nullable
    ErrorCode error() {
        return packets == null ? null : packets.error();
    }

    void dropInitial() {
        initialProtector = null;
        initialOpener = null;
    }

    /** Whether packets of a space can be sent and received. */
    boolean has(Space space) {
        return space == Space.HANDSHAKE ? initialProtector != null : packets != null;
    }

    /** For sending while there are initial keys: see {@link #has}. */
    PacketProtector requireInitialProtector() {
        if (initialProtector == null) {
            throw new IllegalStateException("initial keys are gone");
        }
        return initialProtector;
    }

    @Nullable
    PacketOpener initialOpener() {
        return initialOpener;
    }

    @Nullable
    KeyPhases packets() {
        return packets;
    }

    /** The packet keys where there must be some: see {@link #has}. */
    KeyPhases requirePackets() {
        if (packets == null) {
            throw new IllegalStateException("there are no packet keys yet");
        }
        return packets;
    }
}
