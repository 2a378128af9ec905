// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

/** How an end finds out how fast it may send. */
public enum CongestionControl {
    /** BBR version 3, draft-ietf-ccwg-bbr: models bandwidth and round trip; backs off when more than 2 % are lost. */
    BBR,
    /**
     * BBR that takes up to 15 % of loss, while the round trip stays short, for a property of the path and not for congestion. For radio
     * links; where it shares a bottleneck with a short queue it may take more than its share.
     */
    BBR_LOSSY_PATH,
    /** Cubic, RFC 9438: what most of the internet uses; slow on paths with loss. */
    CUBIC
}
