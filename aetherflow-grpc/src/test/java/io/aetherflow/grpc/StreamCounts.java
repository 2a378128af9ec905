// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the server's transport is handed, and the calls it knows to have ended. */
final class StreamCounts extends ServerStreamTracer.Factory {
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();

    /** Messages of streams that were handed to the transport, whether or not it could send them. */
    long events() {
        return events.get();
    }

    long closed() {
        return closed.get();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        boolean streaming = fullMethodName.endsWith("/SubscribeDocument");
        return new ServerStreamTracer() {
            @Override
            public void outboundMessage(int sequence) {
                if (streaming) {
                    events.incrementAndGet();
                }
            }

            @Override
            public void streamClosed(Status status) {
                closed.incrementAndGet();
            }
        };
    }
}
