// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A failed call as its client sees it.
 *
 * @param reason the reason of its ErrorInfo, empty where it has none
 */
record Failure(Status.Code code, String message, String domain, String reason, Map<String, String> details) {
    static Failure of(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown == null) {
            throw new AssertionError("the call did not fail");
        }
        return from(thrown);
    }

    static Failure from(Throwable thrown) {
        com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
        if (status == null) {
            throw new AssertionError("no status", thrown);
        }
        ErrorInfo info = ErrorInfo.getDefaultInstance();
        for (Any detail : status.getDetailsList()) {
            try {
                info = detail.unpack(ErrorInfo.class);
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }
        return new Failure(
                Status.fromCodeValue(status.getCode()).getCode(),
                status.getMessage(),
                info.getDomain(),
                info.getReason(),
                info.getMetadataMap());
    }
}
