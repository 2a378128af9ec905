// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

/** Counts for {@link RecoveryStats}. */
final class Counters {
    long packetsSent;
    long bytesSent;
    long packetsAcked;
    long bytesAcked;
    long packetsLost;
    long bytesLost;
    long spuriousLosses;
    long sizeProbesLost;
    long probeTimeouts;
    long persistentCongestions;

    RecoveryStats snapshot() {
        return new RecoveryStats(
                packetsSent,
                bytesSent,
                packetsAcked,
                bytesAcked,
                packetsLost,
                bytesLost,
                spuriousLosses,
                sizeProbesLost,
                probeTimeouts,
                persistentCongestions);
    }
}
