// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands between one client and one server on real sockets, as a NAT does: the server sees the proxy's address, which can change. */
final class UdpProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final DatagramChannel inside = open();
    private final AtomicReference<DatagramChannel> outside = new AtomicReference<>(open());
    private volatile @Nullable SocketAddress client;
    private volatile boolean cut;
    private volatile double loss;
    private volatile double damage;

    UdpProxy(InetSocketAddress server) {
        this.server = server;
        start(this::forwardUp);
        start(() -> forwardDown(outside.get()));
    }

    private static DatagramChannel open() {
        try {
            return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the client sends to. */
    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) inside.getLocalAddress();
    }

    /** While it is cut nothing passes. */
    void cut(boolean now) {
        cut = now;
    }

    /** From now on such a part of the packets is lost, either way. */
    void lose(double probability) {
        loss = probability;
    }

    /** From now on a bit is flipped in such a part of the packets, either way. */
    void damage(double probability) {
        damage = probability;
    }

    /** From now on the server sees another port, and what it sends to the old one is lost. */
    void rebind() throws IOException {
        DatagramChannel fresh = open();
        outside.getAndSet(fresh).close();
        start(() -> forwardDown(fresh));
    }

    private interface Forwarding {
        void run() throws IOException;
    }

    private static void start(Forwarding forwarding) {
        Thread thread = new Thread(() -> {
            try {
                forwarding.run();
            } catch (ClosedChannelException e) {
                // the end
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void forwardUp() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(2_000);
        Random random = new Random(1);
        while (true) {
            client = inside.receive(buffer.clear());
            if (passes(buffer, random)) {
                sendUp(buffer.flip());
            }
        }
    }

    private boolean passes(ByteBuffer packet, Random random) {
        if (random.nextDouble() < damage) {
            int at = random.nextInt(packet.position());
            packet.put(at, (byte) (packet.get(at) ^ 1 << random.nextInt(8)));
        }
        return !cut && random.nextDouble() >= loss;
    }

    private void sendUp(ByteBuffer packet) throws IOException {
        try {
            outside.get().send(packet, server);
        } catch (ClosedChannelException e) {
            // rebound meanwhile: lost
        }
    }

    private void forwardDown(DatagramChannel from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(2_000);
        Random random = new Random(1);
        while (true) {
            from.receive(buffer.clear());
            SocketAddress to = client;
            if (passes(buffer, random) && to != null && from == outside.get()) {
                inside.send(buffer.flip(), to);
            }
        }
    }

    @Override
    public void close() throws IOException {
        inside.close();
        outside.get().close();
    }
}
