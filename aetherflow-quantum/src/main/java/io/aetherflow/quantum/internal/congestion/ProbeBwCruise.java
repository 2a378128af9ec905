// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** Sends at the rate the path delivers, draft-ietf-ccwg-bbr section 5.3.3.2. */
final class ProbeBwCruise extends ProbeBwPhase {
    ProbeBwCruise(Bbr bbr) {
        super(bbr);
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * StartProbeBW_CRUISE():
     *   BBR.state = ProbeBW_CRUISE
     * </pre>
     */
    @Override
    void start(long now) {
        bbr.state = this;
    }

    /** Quoted from section 5.3.3.6:
     * <pre>
     * ProbeBW_CRUISE:
     *   if (IsTimeToProbeBW())
     *     return /* already decided state transition *&#47;
     * </pre>
     */
    @Override
    void update(long now) {
        bbr.probeBw.startProbeWhenTime(now);
    }

    @Override
    String name() {
        return "ProbeBW_CRUISE";
    }

    @Override
    double pacingGain() {
        return 1;
    }

    @Override
    long inFlightCap() {
        return bbr.longTerm.withHeadroom();
    }
}
