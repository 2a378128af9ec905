// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

/** A client of a server under test, over a real socket. */
final class ToyClient implements AutoCloseable {
    private final ManagedChannel channel;

    ToyClient(int port) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    ManagedChannel channel() {
        return channel;
    }

    String echo(String text) {
        return ClientCalls.blockingUnaryCall(channel, ToyService.ECHO, CallOptions.DEFAULT, text);
    }

    Future<String> hold() {
        return ClientCalls.futureUnaryCall(channel.newCall(ToyService.HOLD, CallOptions.DEFAULT), "hold");
    }

    Received<String> stream(String name) {
        Received<String> received = new Received<>();
        ClientCalls.asyncServerStreamingCall(channel.newCall(ToyService.STREAM, CallOptions.DEFAULT), name, received);
        return received;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** What a stream has brought so far, and the status it ended with. */
    static final class Received<T> implements StreamObserver<T> {
        private final List<T> messages = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Status> end = new CompletableFuture<>();

        List<T> messages() {
            return messages;
        }

        CompletableFuture<Status> end() {
            return end;
        }

        @Override
        public void onNext(T message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }
}
