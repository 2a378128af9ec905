// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loss recovery as the appendix of RFC 9002 has it, with sorted maps and without a care for cost. The tolerance of reordering is shared. */
final class ModelRecovery {
    private static final long GRANULARITY = 1_000_000;

    record Packet(long number, Space space, long time, int size, boolean eliciting, boolean inFlight) {}

    final boolean client;
    final long maxAckDelay;
    final List<String> fate = new ArrayList<>();
    final Map<Space, TreeMap<Long, Packet>> sent =
            Map.of(Space.HANDSHAKE, new TreeMap<>(), Space.DATA, new TreeMap<>());
    final Map<Space, TreeMap<Long, Packet>> lost =
            Map.of(Space.HANDSHAKE, new TreeMap<>(), Space.DATA, new TreeMap<>());
    final long[] largestAcked = {-1, -1};
    final long[] lastEliciting = new long[2];
    final long[] next = new long[2];
    final ReorderingTolerance tolerance = new ReorderingTolerance();
    final RttEstimator rtt = new RttEstimator();
    boolean confirmed;
    int probeTimeouts;
    long timerSet;

    ModelRecovery(boolean client, long maxAckDelay, long now) {
        this.client = client;
        this.maxAckDelay = maxAckDelay;
        this.timerSet = now;
    }

    void send(Space space, int size, boolean eliciting, boolean padded, long now) {
        long number = next[space.ordinal()]++;
        sent.get(space).put(number, new Packet(number, space, now, size, eliciting, eliciting || padded));
        if (eliciting) {
            lastEliciting[space.ordinal()] = now;
        }
        if (eliciting || padded) {
            timerSet = now;
        }
    }

    boolean ack(Space space, long[] ranges, long delay, long now) {
        if (ranges[1] >= next[space.ordinal()]) {
            return false;
        }
        long expiry = 8
                * (rtt.smoothed()
                        + Math.max(4 * rtt.variance(), GRANULARITY)
                        + (space == Space.DATA ? maxAckDelay : 0));
        lost.get(space).values().removeIf(packet -> now - packet.time > expiry);
        largestAcked[space.ordinal()] = Math.max(largestAcked[space.ordinal()], ranges[1]);
        // Such an acknowledgement could only find what the timer finds anyway.
        while (!sent.get(space).isEmpty() && !sent.get(space).firstEntry().getValue().inFlight) {
            sent.get(space).pollFirstEntry();
        }
        List<Packet> acked = take(sent.get(space), ranges);
        List<Packet> late = take(lost.get(space), ranges);
        for (Packet packet : late) {
            long behind = largestAcked[space.ordinal()] - packet.number;
            tolerance.spuriousLoss(behind, now - packet.time, rtt, now);
            fate.add("late " + packet.number);
        }
        if (!acked.isEmpty()) {
            Packet newest = acked.get(acked.size() - 1);
            if (newest.number == ranges[1] && acked.stream().anyMatch(Packet::eliciting)) {
                rtt.sample(now - newest.time, confirmed ? Math.min(delay, maxAckDelay) : delay, now);
            }
            detect(space, now);
            acked.stream().filter(Packet::inFlight).forEach(packet -> fate.add("acked " + packet.number));
        }
        if (acked.stream().anyMatch(Packet::inFlight)) {
            timerSet = now;
            probeTimeouts = client && !confirmed ? probeTimeouts : 0;
        }
        return true;
    }

    private static List<Packet> take(TreeMap<Long, Packet> from, long[] ranges) {
        List<Packet> taken = new ArrayList<>();
        for (int i = ranges.length - 2; i >= 0; i -= 2) {
            var part = from.subMap(ranges[i], true, ranges[i + 1], true);
            taken.addAll(part.values());
            part.clear();
        }
        return taken;
    }

    private void detect(Space space, long now) {
        long delay = tolerance.nanos(rtt);
        long largest = largestAcked[space.ordinal()];
        List<Packet> losses = sent.get(space).values().stream()
                .filter(packet -> packet.number < largest)
                .filter(packet -> now - packet.time >= delay || largest >= packet.number + tolerance.packets())
                .toList();
        losses.forEach(packet -> sent.get(space).remove(packet.number));
        losses.stream().filter(Packet::inFlight).forEach(packet -> {
            fate.add("lost " + packet.number);
            lost.get(space).put(packet.number, packet);
        });
        if (losses.stream().anyMatch(Packet::inFlight)) {
            tolerance.losses(rtt, now);
        }
    }

    void discardHandshake(long now) {
        sent.get(Space.HANDSHAKE).clear();
        lost.get(Space.HANDSHAKE).clear();
        confirmed = true;
        probeTimeouts = 0;
        timerSet = now;
    }

    long inFlight() {
        return sent.values().stream()
                .flatMap(packets -> packets.values().stream())
                .filter(Packet::inFlight)
                .mapToLong(Packet::size)
                .sum();
    }

    private boolean eliciting(Space space) {
        return sent.get(space).values().stream().anyMatch(Packet::eliciting);
    }

    private long lossWait(Space space, long now) {
        return sent.get(space).values().stream()
                .filter(Packet::inFlight)
                .filter(packet -> packet.number < largestAcked[space.ordinal()])
                .mapToLong(packet -> packet.time + tolerance.nanos(rtt) - now)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private long duration(Space space) {
        long duration = rtt.smoothed() + Math.max(4 * rtt.variance(), GRANULARITY);
        duration += space == Space.DATA ? maxAckDelay : 0;
        return Math.min(duration << probeTimeouts, Math.max(duration, 60_000_000_000L));
    }

    /** Which space the probe is for, by the rules of A.8. */
    private Space probeSpace() {
        return eliciting(Space.HANDSHAKE) || !eliciting(Space.DATA) ? Space.HANDSHAKE : Space.DATA;
    }

    long untilTimeout(long now) {
        long loss = Math.min(lossWait(Space.HANDSHAKE, now), lossWait(Space.DATA, now));
        if (loss != Long.MAX_VALUE) {
            return Math.max(0, loss);
        }
        Space space = probeSpace();
        if (eliciting(space)) {
            return Math.max(0, lastEliciting[space.ordinal()] + duration(space) - now);
        }
        return client && !confirmed ? Math.max(0, timerSet + duration(space) - now) : Long.MAX_VALUE;
    }

    void timeout(long now) {
        if (untilTimeout(now) > 0) {
            return;
        }
        boolean losses = false;
        for (Space space : Space.values()) {
            if (lossWait(space, now) <= 0) {
                detect(space, now);
                losses = true;
            }
        }
        if (!losses) {
            lastEliciting[probeSpace().ordinal()] = now;
            probeTimeouts = Math.min(probeTimeouts + 1, 16);
        }
        timerSet = now;
    }
}
