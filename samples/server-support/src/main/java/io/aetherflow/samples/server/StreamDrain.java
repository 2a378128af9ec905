// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The end of streams when a server stops. A stream of answers may go on for ever, so none of them counts as a call to
 * be waited for: {@link #drain} ends all of them with UNAVAILABLE, and every later one as it begins. Calls with a
 * single answer pass through untouched.
 */
final class StreamDrain implements ServerInterceptor {
    private static final Status STOPPING = Status.UNAVAILABLE.withDescription("the server is stopping");

    private final Set<OpenStream<?, ?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** Ends all streams of answers, now and from now on. */
    void drain() {
        draining = true;
        open.forEach(OpenStream::end);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType().serverSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        OpenStream<Q, A> stream = new OpenStream<>(call);
        open.add(stream);
        // Looked at after the stream is in the set: either drain() finds the stream, or the stream finds the flag.
        if (draining) {
            open.remove(stream);
            stream.end();
            return new ServerCall.Listener<>() {};
        }
        try {
            return new ForgettingListener<>(next.startCall(stream, headers), stream);
        } catch (RuntimeException | Error e) {
            open.remove(stream);
            throw e;
        }
    }

    private final class ForgettingListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final OpenStream<Q, ?> stream;

        ForgettingListener(ServerCall.Listener<Q> listener, OpenStream<Q, ?> stream) {
            super(listener);
            this.stream = stream;
        }

        @Override
        public void onComplete() {
            open.remove(stream);
            super.onComplete();
        }

        @Override
        public void onCancel() {
            open.remove(stream);
            super.onCancel();
        }
    }

    /**
     * A call that may be ended from outside its handler. A server call is made for one thread at a time, hence the
     * lock; what the handler says after the end is dropped.
     */
    private static final class OpenStream<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean ended;

        OpenStream(ServerCall<Q, A> call) {
            super(call);
        }

        synchronized void end() {
            close(STOPPING, new Metadata());
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!ended) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!ended) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!ended) {
                ended = true;
                super.close(status, trailers);
            }
        }
    }
}
