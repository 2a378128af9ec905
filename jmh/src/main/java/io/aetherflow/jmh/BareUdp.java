// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicLong;

/** What UDP itself carries: a connected channel that writes datagrams as fast as it can, and one that reads them. */
final class BareUdp implements AutoCloseable {
    private static final int BUFFER_BYTES = 4 << 20;

    private final DatagramChannel sender;
    private final DatagramChannel receiver;
    private final AtomicLong received = new AtomicLong();

    BareUdp() throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        receiver = DatagramChannel.open()
                .setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES)
                .bind(anyPort);
        sender = DatagramChannel.open()
                .setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES)
                .bind(anyPort)
                .connect(receiver.getLocalAddress());
        receiver.connect(sender.getLocalAddress());
        Thread reader = new Thread(this::read, "bare-receiver");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        ByteBuffer datagram = ByteBuffer.allocateDirect(1 << 16);
        try {
            while (true) {
                received.addAndGet(receiver.read(datagram.clear()));
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Sends datagrams of a size for a time. Returns how many megabits a second arrived: what the reader missed does not count. */
    double round(int size, long nanos) throws IOException {
        ByteBuffer datagram = ByteBuffer.allocateDirect(size);
        long before = received.get();
        long start = System.nanoTime();
        long end = start;
        while (end - start < nanos) {
            for (int i = 0; i < 64; i++) {
                sender.write(datagram.clear());
            }
            end = System.nanoTime();
        }
        return (received.get() - before) * 8 / 1e6 * 1e9 / (end - start);
    }

    @Override
    public void close() throws IOException {
        sender.close();
        receiver.close();
    }
}
