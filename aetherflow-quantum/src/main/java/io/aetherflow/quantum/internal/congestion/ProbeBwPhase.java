// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** A phase of ProbeBW, draft-ietf-ccwg-bbr section 5.3.3. */
abstract class ProbeBwPhase extends BbrState {
    ProbeBwPhase(Bbr bbr) {
        super(bbr);
    }

    /** Enters the phase. */
    abstract void start(long now);

    /** Its case of UpdateProbeBWCyclePhase(), section 5.3.3.6. */
    abstract void update(long now);

    @Override
    long inFlightCap() {
        return bbr.longTerm.inFlight();
    }
}
