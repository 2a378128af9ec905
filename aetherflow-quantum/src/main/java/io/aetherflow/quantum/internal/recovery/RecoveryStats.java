// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

/**
 * What happened to the packets of a connection so far.
 *
 * @param packetsSent all packets
 * @param bytesSent bytes of these
 * @param packetsAcked packets that counted in flight and arrived in time
 * @param bytesAcked bytes of these
 * @param packetsLost packets that counted in flight and were taken for lost, probes for a larger size excepted
 * @param bytesLost bytes of these
 * @param spuriousLosses how many of these arrived after all
 * @param sizeProbesLost lost probes for a larger packet size
 * @param probeTimeouts how often nothing was heard for so long that a probe was sent
 * @param persistentCongestions how often the path was found unusable for long
 */
public record RecoveryStats(
        long packetsSent,
        long bytesSent,
        long packetsAcked,
        long bytesAcked,
        long packetsLost,
        long bytesLost,
        long spuriousLosses,
        long sizeProbesLost,
        long probeTimeouts,
        long persistentCongestions) {}
