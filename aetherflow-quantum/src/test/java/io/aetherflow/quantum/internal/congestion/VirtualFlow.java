// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sender with a controller and a receiver that acknowledges: the least of RFC 9002 that drives a controller. */
final class VirtualFlow implements RttView {
    static final int PACKET = 1_200;
    private static final int PACKET_THRESHOLD = 3;
    private static final long MAX_ACK_DELAY = VirtualClock.millis(25);

    private static final class Packet extends PacketState {
        final long number;

        Packet(long number) {
            this.number = number;
        }
    }

    /** A state and when it began. */
    record Phase(String name, long start) {}

    final List<Phase> phases = new ArrayList<>();
    final CongestionController controller;
    /** Acknowledgements come together, at multiples of this time; 0 for as they are. */
    long ackGrid;
    /** Packets per acknowledgement. */
    int ackEvery = 1;
    /** More delay for a packet, by its number. */
    java.util.function.LongUnaryOperator extraDelay = number -> 0;

    Runnable onAck = () -> {};

    private final VirtualClock clock;
    private final Bottleneck link;
    private final Pacer pacer;
    private final TreeMap<Long, Packet> sent = new TreeMap<>();
    private final Map<Long, Packet> lost = new HashMap<>();
    private final List<Long> unacknowledged = new ArrayList<>();
    private final List<Long> held = new ArrayList<>();
    private long nextNumber;
    private long largestReceived = -1;
    private long largestAcked = -1;
    private long inFlight;
    private long backlog;
    private boolean bulk;
    private long wakeAt = Long.MAX_VALUE;
    private long lossTimer = Long.MAX_VALUE;
    private long probeTimer = Long.MAX_VALUE;
    private int probes;
    private boolean ackPlanned;
    private long latest;
    private long min;
    private long smoothed = VirtualClock.millis(333);
    private long variance = VirtualClock.millis(166);
    long ackedBytes;
    long lostPackets;
    long sentPackets;

    VirtualFlow(Bottleneck link, CongestionController controller) {
        this.link = link;
        this.clock = link.clock;
        this.controller = controller;
        pacer = new Pacer(PACKET, clock.now());
        notePhase();
    }

    VirtualFlow startBulk() {
        bulk = true;
        trySend();
        return this;
    }

    void stopBulk() {
        bulk = false;
    }

    /** Offers bytes again and again. */
    void startMessages(int size, double intervalMillis) {
        offer(size);
        clock.after(VirtualClock.millis(intervalMillis), () -> startMessages(size, intervalMillis));
    }

    void offer(int size) {
        if (backlog == 0 && !bulk) {
            controller.appLimited(inFlight);
        }
        backlog += size;
        trySend();
    }

    long backlog() {
        return backlog;
    }

    long inFlight() {
        return inFlight;
    }

    /** Acknowledged bytes a second over the next seconds. */
    double goodput(double seconds) {
        long before = ackedBytes;
        clock.run(seconds);
        return (ackedBytes - before) / seconds;
    }

    /** Runs until a phase is entered anew. */
    void runInto(String phase, double atMostSeconds) {
        int from = phases.size();
        for (long step = 0; step < atMostSeconds * 1_000; step++) {
            clock.run(0.001);
            for (int i = from; i < phases.size(); i++) {
                if (phases.get(i).name().equals(phase)) {
                    return;
                }
            }
        }
        throw new AssertionError("never in " + phase + " within " + atMostSeconds + " s: " + phases);
    }

    private void trySend() {
        while (bulk || backlog > 0) {
            if (inFlight + PACKET > controller.congestionWindow()) {
                return;
            }
            long time = pacer.nextSendTime(clock.now(), PACKET, controller.pacingRate());
            if (time - clock.now() > 0) {
                wake(time);
                return;
            }
            send();
        }
        controller.appLimited(inFlight);
    }

    private void wake(long time) {
        if (wakeAt == Long.MAX_VALUE || time < wakeAt) {
            wakeAt = time;
            clock.at(time, () -> {
                if (wakeAt == time) {
                    wakeAt = Long.MAX_VALUE;
                    trySend();
                }
            });
        }
    }

    private void send() {
        Packet packet = new Packet(nextNumber++);
        packet.size = PACKET;
        packet.sentTime = clock.now();
        controller.packetSent(packet, inFlight);
        pacer.sent(clock.now(), PACKET, controller.pacingRate());
        inFlight += PACKET;
        backlog = Math.max(backlog - PACKET, 0);
        sentPackets++;
        sent.put(packet.number, packet);
        long extra = extraDelay.applyAsLong(packet.number);
        link.send(PACKET, () -> clock.after(extra, () -> receive(packet.number)));
        armProbe();
        notePhase();
    }

    private void receive(long number) {
        boolean inOrder = number == largestReceived + 1;
        largestReceived = Math.max(largestReceived, number);
        unacknowledged.add(number);
        if (!inOrder || unacknowledged.size() >= ackEvery) {
            acknowledge();
        } else if (!ackPlanned) {
            ackPlanned = true;
            clock.after(MAX_ACK_DELAY, () -> {
                ackPlanned = false;
                if (!unacknowledged.isEmpty()) {
                    acknowledge();
                }
            });
        }
    }

    private void acknowledge() {
        List<Long> numbers = List.copyOf(unacknowledged);
        unacknowledged.clear();
        clock.after(link.oneWayDelay, () -> {
            if (ackGrid == 0) {
                onAck(numbers);
            } else {
                hold(numbers);
            }
        });
    }

    private void hold(List<Long> numbers) {
        if (held.isEmpty()) {
            clock.after(ackGrid - Math.floorMod(clock.now(), ackGrid), () -> {
                List<Long> together = List.copyOf(held);
                held.clear();
                onAck(together);
            });
        }
        held.addAll(numbers);
    }

    private void onAck(List<Long> numbers) {
        List<Packet> acked = new ArrayList<>();
        for (long number : numbers) {
            Packet packet = sent.remove(number);
            if (packet != null) {
                acked.add(packet);
                if (number > largestAcked) {
                    largestAcked = number;
                    sample(clock.now() - packet.sentTime);
                }
            }
            Packet late = lost.remove(number);
            if (late != null) {
                controller.spuriousLoss(late, clock.now());
            }
        }
        detectLosses();
        for (Packet packet : acked) {
            inFlight -= packet.size;
            ackedBytes += packet.size;
            controller.packetAcked(packet, clock.now());
        }
        probes = 0;
        finishEvent();
        armProbe();
    }

    private void finishEvent() {
        controller.eventFinished(clock.now(), inFlight, this);
        notePhase();
        onAck.run();
        trySend();
    }

    private void detectLosses() {
        long delay = Math.max(latest, smoothed) * 9 / 8;
        lossTimer = Long.MAX_VALUE;
        for (Iterator<Packet> oldest = sent.values().iterator(); oldest.hasNext(); ) {
            Packet packet = oldest.next();
            if (packet.number > largestAcked) {
                break;
            }
            boolean overtaken = packet.number <= largestAcked - PACKET_THRESHOLD;
            if (!overtaken && packet.sentTime + delay > clock.now()) {
                armLoss(packet.sentTime + delay);
                break;
            }
            oldest.remove();
            inFlight -= packet.size;
            backlog += bulk ? 0 : packet.size;
            lostPackets++;
            lost.put(packet.number, packet);
            controller.packetLost(packet, clock.now());
        }
    }

    private void armLoss(long time) {
        lossTimer = time;
        clock.at(time, () -> {
            if (lossTimer == time) {
                detectLosses();
                finishEvent();
            }
        });
    }

    private void armProbe() {
        if (sent.isEmpty()) {
            probeTimer = Long.MAX_VALUE;
            return;
        }
        long time = clock.now() + ((smoothed + 4 * variance + MAX_ACK_DELAY) << probes);
        probeTimer = time;
        clock.at(time, () -> {
            if (probeTimer == time) {
                probes = Math.min(probes + 1, 6);
                send();
            }
        });
    }

    private void sample(long rtt) {
        if (min == 0) {
            min = rtt;
            smoothed = rtt;
            variance = rtt / 2;
        }
        latest = rtt;
        min = Math.min(min, rtt);
        variance = (3 * variance + Math.abs(smoothed - rtt)) / 4;
        smoothed = (7 * smoothed + rtt) / 8;
    }

    private void notePhase() {
        String phase = controller.phase();
        if (phases.isEmpty() || !phases.get(phases.size() - 1).name().equals(phase)) {
            phases.add(new Phase(phase, clock.now()));
        }
    }

    @Override
    public long latest() {
        return latest;
    }

    @Override
    public long min() {
        return min;
    }

    @Override
    public long smoothed() {
        return smoothed;
    }

    @Override
    public long variance() {
        return variance;
    }
}
