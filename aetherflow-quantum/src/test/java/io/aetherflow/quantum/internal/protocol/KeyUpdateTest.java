// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.crypto.KeyLimits;
import io.aetherflow.quantum.internal.crypto.KeySchedule;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimNetwork;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that change while bytes are under way. */
class KeyUpdateTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_UPDATES = Duration.ofMillis(100);
    private static final int THREE_MEGABYTES = 3_000_000;
    private static final LinkConfig REORDERING = LinkConfig.DEFAULT.withReordering(0.3, Duration.ofMillis(90));

    /** Who updates, and how often it can: an end that only acknowledges is seldom acknowledged itself, which an update needs. */
    enum Updating {
        CLIENT(20),
        SERVER(2),
        BOTH_AT_ONCE(20);

        private final int atLeast;

        Updating(int atLeast) {
            this.atLeast = atLeast;
        }
    }

    private static World world(LinkConfig link, KeyLimits limits) {
        SimNetwork network = new SimNetwork(1, link);
        network.keySchedule(KeySchedule.QUANTUM.with(limits));
        return new World(network, QuantumConfig.defaults());
    }

    private static void updateNowAndThen(World world, Updating who) {
        world.network().after(BETWEEN_UPDATES, () -> {
            if (who != Updating.SERVER) {
                world.client().updateKeys();
            }
            if (who != Updating.CLIENT) {
                world.server().updateKeys();
            }
            updateNowAndThen(world, who);
        });
    }

    private static long updates(ConnectionCore connection) {
        return connection.keys().requirePackets().updates();
    }

    private static void assertIntact(World world, Transfer transfer, long atLeast) {
        transfer.assertIntact();
        assertThat(world.client().closeReason()).isNull();
        assertThat(world.server().closeReason()).isNull();
        assertThat(updates(world.client())).isGreaterThanOrEqualTo(atLeast);
        assertThat(updates(world.client()) - updates(world.server())).isBetween(-1L, 1L);
    }

    @ParameterizedTest
    @EnumSource
    void bytesArriveWhoeverUpdates(Updating who) {
        World world = world(LinkConfig.DEFAULT, KeyLimits.AES_128_GCM);
        Transfer transfer = world.transfer(THREE_MEGABYTES);
        world.network().run(world::isEstablished, LIMIT);
        updateNowAndThen(world, who);

        world.network().run(transfer::isComplete, LIMIT);

        assertIntact(world, transfer, who.atLeast);
        assertThat(world.client().recovery().stats().packetsLost()).isLessThan(200);
    }

    @ParameterizedTest
    @EnumSource
    void bytesArriveAcrossReordering(Updating who) {
        World world = world(REORDERING, KeyLimits.AES_128_GCM);
        Transfer transfer = world.transfer(THREE_MEGABYTES);
        world.network().run(world::isEstablished, LIMIT);
        updateNowAndThen(world, who);

        world.network().run(transfer::isComplete, LIMIT);

        assertIntact(world, transfer, who.atLeast);
    }

    @Test
    void bytesArriveWithAnUpdateEveryHundredPackets() {
        KeyLimits often = new KeyLimits(100, 1_000, 1_000_000);
        World world = world(LinkConfig.DEFAULT.withLoss(0.01, 1), often);
        Transfer transfer = world.transfer(THREE_MEGABYTES);

        world.network().run(transfer::isComplete, LIMIT);

        assertIntact(world, transfer, 15);
    }

    @Test
    void updateWaitsForTheHandshakeAndForTheLastUpdate() {
        World world = world(LinkConfig.DEFAULT, KeyLimits.AES_128_GCM);
        assertThat(world.client().updateKeys()).as("no keys yet").isFalse();
        world.transfer(THREE_MEGABYTES);
        world.network().run(() -> world.client().updateKeys(), LIMIT);

        assertThat(world.client().updateKeys()).as("once more").isFalse();
        world.network().run(() -> world.client().updateKeys(), LIMIT);

        assertThat(updates(world.client())).isEqualTo(2);
    }

    @Test
    void connectionEndsBeforeAKeySealsMoreThanIsSafe() {
        World world = world(LinkConfig.DEFAULT, new KeyLimits(1_000_000, 500, 1_000_000));
        world.transfer(THREE_MEGABYTES);

        world.network().run(() -> world.client().closeReason() != null, LIMIT);
        world.network().run(() -> world.server().closeReason() != null, LIMIT);

        long code = ErrorCode.AEAD_LIMIT_REACHED.value();
        assertThat(world.client().closeReason()).isEqualTo(new CloseReason.ProtocolViolation(true, code, ""));
        assertThat(world.server().closeReason()).isEqualTo(new CloseReason.ProtocolViolation(false, code, ""));
    }

    @Test
    void connectionEndsWhenMorePacketsThanIsSafeDoNotOpen() {
        World world = world(LinkConfig.DEFAULT, new KeyLimits(1_000_000, 1_000_000, 50));
        world.transfer(THREE_MEGABYTES);
        world.network().run(world::isEstablished, LIMIT);

        world.up().configure(LinkConfig.DEFAULT.withCorruption(0.5));
        world.network().run(() -> world.server().closeReason() != null, LIMIT);

        assertThat(world.server().closeReason())
                .isEqualTo(new CloseReason.ProtocolViolation(true, ErrorCode.AEAD_LIMIT_REACHED.value(), ""));
    }
}
