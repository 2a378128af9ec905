// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket that never blocks but in {@link #await}. A datagram that the kernel has no room for is kept, and goes first when there is
 * room. All but {@link #wakeUp} belongs to one thread.
 */
final class UdpSocket implements AutoCloseable {
    private static final int BUFFER_BYTES = 4 << 20;
    private static final int MAX_DATAGRAM_BYTES = 65_535;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** How often datagrams are looked for during a wait that is too short for the selector. */
    private static final long LOOK_NANOS = 100_000;

    private final DatagramChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final InetSocketAddress local;
    /** These are outside the heap: given an array, the platform would look for such a buffer each time and copy all the same. */
    private final ByteBuffer in = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);

    private final ByteBuffer out = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final byte[] received = new byte[MAX_DATAGRAM_BYTES];
    private int receivedLength;
    private @Nullable InetSocketAddress sender;
    /** Where the datagram in {@link #out} goes once there is room, or null if none waits. */
    private @Nullable InetSocketAddress kept;

    private long unsendable;

    private UdpSocket(DatagramChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.key = channel.register(selector, SelectionKey.OP_READ);
        this.local = (InetSocketAddress) channel.getLocalAddress();
    }

    static UdpSocket open(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
            forbidFragments(channel);
            channel.bind(address);
            return new UdpSocket(channel, Selector.open());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Has the network drop what is too long for it, as the search for the path's packet size wants. Java has an option for it from 19
     * on. Before, Linux does it by itself except for datagrams that it knows to be too long: these it cuts into fragments, so that a size
     * may be found that is too long.
     */
    @SuppressWarnings("unchecked") // it is a switch
    private static void forbidFragments(DatagramChannel channel) throws IOException {
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals("IP_DONTFRAGMENT")) {
                channel.setOption((SocketOption<Boolean>) option, true);
            }
        }
    }

    InetSocketAddress localAddress() {
        return local;
    }

    /** Whether datagrams can go to an address: one of IPv6 needs a socket of IPv6, which without an address of its own serves both. */
    boolean reaches(InetSocketAddress remote) {
        InetAddress own = local.getAddress();
        return remote.getAddress() instanceof Inet6Address
                ? own instanceof Inet6Address
                : own instanceof Inet4Address || own.isAnyLocalAddress();
    }

    /** Receives the next datagram, if there is one. */
    boolean receive() throws IOException {
        in.clear();
        sender = (InetSocketAddress) channel.receive(in);
        if (sender == null) {
            return false;
        }
        receivedLength = in.position();
        in.get(0, received, 0, receivedLength);
        return true;
    }

    /** The bytes of the last datagram, from index 0. */
    byte[] received() {
        return received;
    }

    int receivedLength() {
        return receivedLength;
    }

    InetSocketAddress sender() {
        if (sender == null) {
            throw new IllegalStateException("nothing was received");
        }
        return sender;
    }

    /** Whether a datagram can be given to the kernel. Tries the one that is kept. */
    boolean canSend() {
        InetSocketAddress remote = kept;
        if (remote == null) {
            return true;
        }
        if (!trySend(remote)) {
            return false;
        }
        kept = null;
        key.interestOps(SelectionKey.OP_READ);
        return true;
    }

    /** Sends a datagram; only after {@link #canSend} was true. */
    void send(byte[] datagram, int length, InetSocketAddress remote) {
        put(datagram, length);
        if (!trySend(remote)) {
            kept = remote;
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Sends a datagram or drops it, and drops one that is kept. */
    void sendIfPossible(byte[] datagram, int length, InetSocketAddress remote) {
        put(datagram, length);
        trySend(remote);
    }

    private void put(byte[] datagram, int length) {
        out.clear().put(datagram, 0, length).flip();
    }

    /** Whether the kernel has it, or will never take it: a datagram that is too long, or to an address that cannot be reached, is as good as lost. */
    private boolean trySend(InetSocketAddress remote) {
        try {
            return channel.send(out, remote) > 0;
        } catch (IOException e) {
            unsendable++;
            return true;
        }
    }

    /** How many datagrams could not be sent at all. */
    long unsendable() {
        return unsendable;
    }

    /** Waits for datagrams, room to send, a wake-up, or a time. */
    void await(long nanos) throws IOException {
        if (nanos >= NANOS_PER_MILLI) {
            selector.select(selected -> {}, TimeUnit.NANOSECONDS.toMillis(nanos));
        } else if (nanos > 0 && selector.selectNow(selected -> {}) == 0) {
            LockSupport.parkNanos(Math.min(nanos, LOOK_NANOS));
        }
    }

    /** Ends a wait, or the next one. Any thread. */
    void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
