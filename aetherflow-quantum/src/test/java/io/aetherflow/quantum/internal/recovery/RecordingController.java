// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import io.aetherflow.quantum.internal.congestion.CongestionController;
import io.aetherflow.quantum.internal.congestion.PacketState;
import io.aetherflow.quantum.internal.congestion.RttView;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told, unless it is told not to. */
final class RecordingController implements CongestionController {
    final List<String> events = new ArrayList<>();
    boolean silent;
    long inFlight;

    private void add(String event, PacketState packet) {
        if (!silent) {
            events.add(event + " " + ((SentPacket) packet).packetNumber());
        }
    }

    @Override
    public void packetSent(PacketState packet, long inFlightBefore) {
        inFlight = inFlightBefore + packet.size;
        add("sent", packet);
    }

    @Override
    public void packetLost(PacketState packet, long now) {
        add("lost", packet);
    }

    @Override
    public void packetAcked(PacketState packet, long now) {
        add("acked", packet);
    }

    @Override
    public void eventFinished(long now, long inFlight, RttView rtt) {
        this.inFlight = inFlight;
        if (!silent) {
            events.add("finished " + inFlight);
        }
    }

    @Override
    public void persistentCongestion(long now) {
        if (!silent) {
            events.add("persistent");
        }
    }

    @Override
    public void spuriousLoss(PacketState packet, long now) {
        add("spurious", packet);
    }

    @Override
    public void appLimited(long inFlight) {}

    @Override
    public void packetSizeChanged(int maxPacketSize) {}

    @Override
    public long congestionWindow() {
        return Long.MAX_VALUE;
    }

    @Override
    public long pacingRate() {
        return 0;
    }

    @Override
    public long bandwidth() {
        return 0;
    }

    @Override
    public String phase() {
        return "";
    }
}
