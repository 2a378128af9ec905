// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimEndpoint;
import io.aetherflow.quantum.sim.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that has forgotten everything, as after a restart. */
class StatelessResetTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("10.0.0.3", 40_000);

    private final World world = new World(1, LinkConfig.DEFAULT);

    @BeforeEach
    void connect() {
        world.network().run(world::isEstablished, LIMIT);
        world.network().run(SECOND);
    }

    private void restartServer(byte[] key) {
        world.network().detach(World.SERVER);
        new SimEndpoint(
                world.network(),
                World.SERVER,
                QuantumConfig.defaults(),
                World.withoutTls(world.network().random(), false),
                key);
    }

    private AtomicInteger countTo(InetSocketAddress to) {
        AtomicInteger answers = new AtomicInteger();
        world.network().link(World.SERVER, to).filter(packet -> answers.incrementAndGet() > 0);
        return answers;
    }

    private static byte[] unknownShort(int length) {
        byte[] packet = new byte[length];
        Arrays.fill(packet, (byte) 0x55);
        return packet;
    }

    @Test
    void clientLearnsOfARestartWithTheSameKeyAtItsNextPacket() {
        restartServer(world.serverEndpoint().resetKey());

        world.network().run(() -> world.client().closeReason() != null, LIMIT);

        assertThat(world.client().closeReason()).isEqualTo(new CloseReason.StatelessReset());
        assertThat(world.client().state()).isEqualTo(ConnectionCore.State.CLOSED);
        assertThat(world.network().elapsed())
                .isLessThan(QuantumConfig.defaults().keepAlive().plus(Duration.ofSeconds(2)));
    }

    @Test
    void clientOfAServerThatRestartedWithAnotherKeyWaitsForItsIdleTimeout() {
        restartServer(new byte[32]);

        world.network().run(() -> world.client().closeReason() != null, LIMIT);

        assertThat(world.client().closeReason()).isEqualTo(new CloseReason.IdleTimeout());
    }

    @Test
    void forgedResetDoesNothing() {
        for (int i = 0; i < 1_000; i++) {
            byte[] forged = new byte[22 + i % 30];
            world.network().random().nextBytes(forged);
            forged[0] = (byte) (forged[0] & 0x3f | 0x40);
            world.network().inject(World.SERVER, World.CLIENT, forged);
        }

        world.network().run(Duration.ofMinutes(1));

        assertThat(world.isEstablished()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {23, 24, 29, 43, 44, 1_200})
    void answerIsShorterThanWhatItAnswers(int length) {
        AtomicInteger answer = new AtomicInteger();
        world.network().link(World.SERVER, STRANGER).filter(packet -> answer.getAndSet(packet.length) >= 0);

        world.network().inject(STRANGER, World.SERVER, unknownShort(length));
        world.network().run(SECOND);

        assertThat(answer.get()).isBetween(22, Math.min(43, length - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 21, 22})
    void tinyPacketsAreNotAnswered(int length) {
        AtomicInteger answers = countTo(STRANGER);

        world.network().inject(STRANGER, World.SERVER, unknownShort(length));
        world.network().run(SECOND);

        assertThat(answers).hasValue(0);
    }

    @Test
    void endpointsThatKnowNothingDoNotAnswerEachOtherForEver() {
        AtomicInteger resets = countTo(World.CLIENT);

        world.network().inject(World.CLIENT, World.SERVER, unknownShort(1_200));
        world.network().run(SECOND);

        assertThat(resets.get()).isBetween(1, 22);
    }

    @Test
    void resetsAreSentAtALimitedRate() {
        AtomicInteger resets = countTo(STRANGER);

        for (int i = 0; i < 30_000; i++) {
            Duration at = Duration.ofNanos(i * 100_000L);
            world.network().after(at, () -> world.network().inject(STRANGER, World.SERVER, unknownShort(100)));
        }
        world.network().run(Duration.ofSeconds(4));

        assertThat(resets.get()).isBetween(1_000, 4 * EndpointCore.MAX_RESETS_PER_SECOND);
    }

    @Test
    void packetsThatWereOvertakenByTheEndOfTheirConnectionResetNothingElse() {
        ConnectionCore second = world.clientEndpoint()
                .connect(World.SERVER, World.withoutTls(world.network().random(), true));
        world.network().run(() -> second.state() == ConnectionCore.State.ESTABLISHED, LIMIT);
        world.network().run(SECOND);

        world.client().closeNow(world.network().now(), 0, "");
        world.network().run(() -> world.server().state() == ConnectionCore.State.CLOSED, LIMIT);
        world.serverEndpoint().core().forget(world.server());
        world.network().inject(World.CLIENT, World.SERVER, unknownShort(100));
        world.network().run(Duration.ofMinutes(1));

        assertThat(second.closeReason()).isNull();
    }
}
