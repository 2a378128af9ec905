// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A service of plain texts: echo, a call that answers when released, and a stream that does not end by itself. */
final class ToyService implements BindableService {
    static final String NAME = "aetherflow.test.Toy";
    static final MethodDescriptor<String, String> ECHO = method("Echo", MethodType.UNARY);
    static final MethodDescriptor<String, String> HOLD = method("Hold", MethodType.UNARY);
    static final MethodDescriptor<String, String> STREAM = method("Stream", MethodType.SERVER_STREAMING);

    private final CompletableFuture<String> release = new CompletableFuture<>();
    private final AtomicInteger held = new AtomicInteger();

    /** Answers all held calls, those to come included. */
    void release(String answer) {
        release.complete(answer);
    }

    /** How many held calls have reached the service. */
    int held() {
        return held.get();
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(NAME)
                .addMethod(ECHO, ServerCalls.asyncUnaryCall(this::echo))
                .addMethod(HOLD, ServerCalls.asyncUnaryCall(this::hold))
                .addMethod(STREAM, ServerCalls.asyncServerStreamingCall(this::stream))
                .build();
    }

    private void echo(String request, StreamObserver<String> answer) {
        if (request.equals("fail")) {
            answer.onError(Status.FAILED_PRECONDITION.asRuntimeException());
            return;
        }
        answer.onNext(request);
        answer.onCompleted();
    }

    private void hold(String request, StreamObserver<String> answer) {
        held.incrementAndGet();
        release.thenAccept(text -> {
            answer.onNext(text);
            answer.onCompleted();
        });
    }

    private void stream(String request, StreamObserver<String> answer) {
        answer.onNext("first of " + request);
    }

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
                .setRequestMarshaller(new TextMarshaller())
                .setResponseMarshaller(new TextMarshaller())
                .build();
    }

    private static final class TextMarshaller implements Marshaller<String> {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream in) {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
