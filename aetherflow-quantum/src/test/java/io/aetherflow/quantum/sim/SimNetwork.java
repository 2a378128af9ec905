// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import io.aetherflow.quantum.internal.crypto.KeySchedule;
import io.aetherflow.quantum.internal.protocol.Transmit;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * Nodes and links on one virtual clock. The same seed and the same calls give the same run. Time passes only in {@link #run}, so an
 * hour takes as long as there is work in it.
 */
public final class SimNetwork {
    private static final int MAX_STALLS = 100_000;

    /** Sees every datagram that is sent. */
    public interface Watcher {
        void sees(InetSocketAddress from, InetSocketAddress to, byte[] packet);
    }

    private record Event(long time, long order, Runnable action) {}

    private record Direction(InetSocketAddress from, InetSocketAddress to) {}

    private final long start;
    private final long seed;
    private final RandomGenerator random;
    private final LinkConfig standard;
    private final Map<InetSocketAddress, SimNode> nodes = new LinkedHashMap<>();
    private final Map<Direction, Link> links = new LinkedHashMap<>();
    private final PriorityQueue<Event> events;
    private final Transmit transmit = new Transmit(LinkConfig.MAX_BYTES);
    private LongConsumer beforeSend = time -> {};
    private KeySchedule keySchedule = KeySchedule.QUANTUM;
    private Watcher watcher = (from, to, packet) -> {};
    private long now;
    private long order;
    private int stalls;

    public SimNetwork(long seed, LinkConfig standard) {
        this(seed, standard, 0);
    }

    /**
     * @param start reading of the clock at the beginning, any
     */
    public SimNetwork(long seed, LinkConfig standard, long start) {
        this.seed = seed;
        this.random = new Random(seed);
        this.standard = standard;
        this.start = start;
        this.now = start;
        this.events = new PriorityQueue<>(
                Comparator.<Event>comparingLong(event -> event.time - start).thenComparingLong(event -> event.order));
    }

    /** The source of all chance in this run. */
    public RandomGenerator random() {
        return random;
    }

    /** How endpoints derive keys and how long they use them. */
    public KeySchedule keySchedule() {
        return keySchedule;
    }

    /** For endpoints that are made from now on. */
    public void keySchedule(KeySchedule schedule) {
        keySchedule = schedule;
    }

    public long now() {
        return now;
    }

    public Duration elapsed() {
        return Duration.ofNanos(now - start);
    }

    /** Puts a node at an address, beside those it has. */
    public void attach(InetSocketAddress address, SimNode node) {
        nodes.put(address, node);
    }

    public void detach(InetSocketAddress address) {
        nodes.remove(address);
    }

    /** The link in one direction, made on first use. */
    public Link link(InetSocketAddress from, InetSocketAddress to) {
        return links.computeIfAbsent(new Direction(from, to), direction -> new Link(standard, random));
    }

    /** Packets in another direction go over a link too. */
    public void share(Link link, InetSocketAddress from, InetSocketAddress to) {
        links.put(new Direction(from, to), link);
    }

    /** Does something later. */
    public void after(Duration delay, Runnable action) {
        events.add(new Event(now + delay.toNanos(), order++, action));
    }

    /** Is called with the time before each datagram is sent. */
    public void beforeSend(LongConsumer action) {
        beforeSend = action;
    }

    /** Every datagram is shown to it. */
    public void watch(Watcher sees) {
        watcher = sees;
    }

    /** Sends a datagram of nobody's making. */
    public void inject(InetSocketAddress from, InetSocketAddress to, byte[] packet) {
        send(from, to, packet);
    }

    /**
     * Lets time pass until a condition holds.
     *
     * @throws AssertionError if it does not within the limit; names the seed
     */
    public void run(BooleanSupplier until, Duration limit) {
        long deadline = now + limit.toNanos();
        flush();
        while (!until.getAsBoolean()) {
            if (!step(deadline)) {
                throw new AssertionError("seed " + seed + ": condition not met within " + limit + " of virtual time");
            }
        }
    }

    /** Lets time pass. */
    public void run(Duration time) {
        long deadline = now + time.toNanos();
        flush();
        while (step(deadline)) {
            flush();
        }
        now = deadline;
    }

    /** The next thing that happens. False if that is after the deadline. */
    private boolean step(long deadline) {
        Event event = events.peek();
        long wait = event == null ? SimNode.NEVER : event.time - now;
        SimNode due = null;
        for (SimNode node : nodes.values()) {
            long timeout = node.nextTimeout(now);
            if (timeout < wait) {
                wait = timeout;
                due = node;
            }
        }
        if (wait == SimNode.NEVER || wait > deadline - now) {
            return false;
        }
        now += wait;
        stalls = wait == 0 ? stalls + 1 : 0;
        if (stalls > MAX_STALLS) {
            throw new AssertionError("seed " + seed + ": " + MAX_STALLS + " things happened and no time passed");
        }
        if (due != null) {
            due.onTimeout(now);
        } else {
            events.remove().action.run();
        }
        flush();
        return true;
    }

    /** Sends what nodes have to send. */
    private void flush() {
        for (Map.Entry<InetSocketAddress, SimNode> node : List.copyOf(nodes.entrySet())) {
            while (node.getValue().pollTransmit(now, transmit)) {
                send(node.getKey(), transmit.remote(), Arrays.copyOf(transmit.buffer(), transmit.length()));
            }
        }
    }

    private void send(InetSocketAddress from, InetSocketAddress to, byte[] packet) {
        beforeSend.accept(now);
        watcher.sees(from, to, packet);
        link(from, to)
                .send(
                        now,
                        packet,
                        (time, arrived) -> events.add(new Event(time, order++, () -> deliver(from, to, arrived))));
    }

    private void deliver(InetSocketAddress from, InetSocketAddress to, byte[] packet) {
        SimNode node = nodes.get(to);
        if (node != null) {
            node.onDatagram(now, from, packet);
        }
    }
}
