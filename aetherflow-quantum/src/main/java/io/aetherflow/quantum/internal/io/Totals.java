// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.Datagrams;
import io.aetherflow.quantum.internal.recovery.RecoveryStats;

/** The counts of any number of connections, added up. */
final class Totals {
    long packetsSent;
    long bytesSent;
    long packetsReceived;
    long bytesReceived;
    long packetsDropped;
    long packetsLost;
    long bytesLost;
    long spuriousLosses;
    long bytesRetransmitted;
    long probeTimeouts;
    long datagramsSent;
    long datagramsReceived;
    long datagramsDropped;

    Totals add(ConnectionCore connection) {
        RecoveryStats recovery = connection.recovery().stats();
        Datagrams datagrams = connection.datagrams();
        packetsSent += recovery.packetsSent();
        bytesSent += recovery.bytesSent();
        packetsReceived += connection.packetsReceived();
        bytesReceived += connection.bytesReceived();
        packetsDropped += connection.packetsDropped();
        packetsLost += recovery.packetsLost();
        bytesLost += recovery.bytesLost();
        spuriousLosses += recovery.spuriousLosses();
        bytesRetransmitted += connection.streams().bytesSentAgain();
        probeTimeouts += recovery.probeTimeouts();
        datagramsSent += datagrams.sent();
        datagramsReceived += datagrams.received();
        datagramsDropped += datagrams.unsent() + datagrams.unread();
        return this;
    }

    Totals add(Totals other) {
        packetsSent += other.packetsSent;
        bytesSent += other.bytesSent;
        packetsReceived += other.packetsReceived;
        bytesReceived += other.bytesReceived;
        packetsDropped += other.packetsDropped;
        packetsLost += other.packetsLost;
        bytesLost += other.bytesLost;
        spuriousLosses += other.spuriousLosses;
        bytesRetransmitted += other.bytesRetransmitted;
        probeTimeouts += other.probeTimeouts;
        datagramsSent += other.datagramsSent;
        datagramsReceived += other.datagramsReceived;
        datagramsDropped += other.datagramsDropped;
        return this;
    }
}
