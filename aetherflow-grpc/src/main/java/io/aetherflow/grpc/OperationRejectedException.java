// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.core.AetherFlowException;
import io.aetherflow.statesync.OperationResult;

/** Says that the one operation of a call was not applied. */
final class OperationRejectedException extends AetherFlowException {
    private static final long serialVersionUID = 1L;

    private final long clientSeq;
    private final String reason;

    private OperationRejectedException(long clientSeq, String reason, String message) {
        super(message);
        this.clientSeq = clientSeq;
        this.reason = reason;
    }

    /** Returns the result, unless it says that the operation was not applied. */
    static OperationResult requireApplied(OperationResult result) {
        if (result instanceof OperationResult.Rejected rejected) {
            String reason = rejected.rejection().reason().name();
            throw new OperationRejectedException(
                    result.clientSeq(), reason, rejected.rejection().message());
        }
        if (result instanceof OperationResult.DependsOnRejected depends) {
            throw new OperationRejectedException(
                    result.clientSeq(),
                    "DEPENDS_ON_REJECTED",
                    "operation " + result.clientSeq() + " was made on top of rejected operation "
                            + depends.rejectedSeq());
        }
        return result;
    }

    long clientSeq() {
        return clientSeq;
    }

    String reason() {
        return reason;
    }
}
