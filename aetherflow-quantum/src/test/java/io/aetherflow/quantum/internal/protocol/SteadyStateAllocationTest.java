// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.aetherflow.quantum.CongestionControl;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.crypto.KeySchedule;
import io.aetherflow.quantum.internal.crypto.NullCipher;
import io.aetherflow.quantum.internal.stream.Stream;
import io.aetherflow.quantum.sim.World;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row of the test bar: 0 bytes are allocated for a packet outside of {@code javax.crypto}, whose place a cipher takes that does nothing. */
class SteadyStateAllocationTest {
    private static final int PACKETS = 200_000;
    /** What a JVM allocates by itself now and then, such as for the profile of a method. */
    private static final long NOTHING = 20_000;

    private static final long STEP = 50_000;
    private static final KeySchedule SCHEDULE = KeySchedule.QUANTUM.with(NullCipher.SUITE);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Random random = new Random(1);
    private final Transmit transmit = new Transmit(1452);
    private final byte[] bytes = new byte[1 << 14];
    private long now;

    /** A connection on a line of two milliseconds. */
    private final class End {
        private final EndpointCore core;
        private final InetSocketAddress address;
        private final Line arriving;
        private @Nullable ConnectionCore connection;
        private @Nullable Stream out;
        private @Nullable Stream in;

        End(QuantumConfig config, InetSocketAddress address, Line arriving) {
            this.core = new EndpointCore(
                    config,
                    World.withoutTls(random, false),
                    SCHEDULE,
                    random,
                    () -> new UUID(random.nextLong(), random.nextLong()),
                    new byte[32]);
            this.address = address;
            this.arriving = arriving;
        }

        void turn(End peer) {
            for (int length = arriving.next(now); length > 0; length = arriving.next(now)) {
                ConnectionCore found = core.route(now, peer.address, arriving.packet(), 0, length);
                if (connection == null) {
                    connection = core.accept();
                }
                if (found != null) {
                    found.onDatagram(now, peer.address, arriving.packet(), 0, length, core.header());
                }
                arriving.remove();
            }
            ConnectionCore own = connection;
            if (own != null) {
                use(own, peer);
            }
        }

        private void use(ConnectionCore own, End peer) {
            if (own.timeout(now) == 0) {
                own.onTimeout(now);
            }
            if (own.state() == ConnectionCore.State.ESTABLISHED) {
                moveBytes(own);
            }
            while (own.pollTransmit(now, transmit)) {
                peer.arriving.add(transmit, now);
            }
        }

        private void moveBytes(ConnectionCore own) {
            while (own.streams().pollEvent() != null) {
                // both look anyway
            }
            if (out == null) {
                out = own.streams().open(StreamPriority.BULK);
            }
            if (in == null) {
                in = own.streams().accept();
            }
            if (out != null) {
                out.write(bytes, 0, bytes.length);
            }
            while (in != null && in.read(bytes, 0, bytes.length) > 0) {
                // it is not about what
            }
        }
    }

    /** Packets under way. Some are lost. */
    private static final class Line {
        private static final int SLOTS = 1 << 14;
        private static final long DELAY = 2_000_000;

        private final int lossEvery;
        private final byte[][] packets = new byte[SLOTS][1452];
        private final int[] lengths = new int[SLOTS];
        private final long[] times = new long[SLOTS];
        private int first;
        private int end;
        private int sent;

        Line(int lossEvery) {
            this.lossEvery = lossEvery;
        }

        void add(Transmit transmit, long now) {
            if (++sent % lossEvery == 0) {
                return;
            }
            int slot = end++ % SLOTS;
            System.arraycopy(transmit.buffer(), 0, packets[slot], 0, transmit.length());
            lengths[slot] = transmit.length();
            times[slot] = now + DELAY;
        }

        /** The length of the packet that has arrived, 0 if there is none. */
        int next(long now) {
            return first == end || times[first % SLOTS] > now ? 0 : lengths[first % SLOTS];
        }

        byte[] packet() {
            return packets[first % SLOTS];
        }

        void remove() {
            first++;
        }
    }

    @ParameterizedTest
    @CsvSource({"BBR, 1000000000", "BBR, 200", "CUBIC, 1000000000", "CUBIC, 200"})
    void nothingIsAllocatedForAPacketOnceEverythingHasGrown(CongestionControl congestion, int lossEvery) {
        QuantumConfig config = QuantumConfig.builder()
                .congestionControl(congestion)
                .sendBufferBytes(1 << 20) // full soon, so that nothing grows for long
                .build();
        End client = new End(config, World.CLIENT, new Line(lossEvery));
        End server = new End(config, World.SERVER, new Line(lossEvery));
        client.connection = client.core.connect(now, World.SERVER, World.withoutTls(random, true));
        exchange(client, server, 2 * PACKETS);
        long before = threads.getCurrentThreadAllocatedBytes();
        exchange(client, server, PACKETS);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(NOTHING);
    }

    private void exchange(End client, End server, int packets) {
        for (int until = client.arriving.sent + packets; client.arriving.sent < until; now += STEP) {
            client.turn(server);
            server.turn(client);
        }
    }
}
