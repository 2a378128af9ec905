// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import com.google.protobuf.Empty;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.util.List;

/** The cheapest unary call that gRPC can make with protobuf messages: nothing there, nothing back. */
final class EmptyCalls {
    private static final String SERVICE = "aetherflow.bench.Empty";
    private static final MethodDescriptor<Empty, Empty> METHOD = MethodDescriptor.<Empty, Empty>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Call"))
            .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .build();

    private EmptyCalls() {}

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(METHOD, ServerCalls.asyncUnaryCall((request, observer) -> {
                    observer.onNext(Empty.getDefaultInstance());
                    observer.onCompleted();
                }))
                .build();
    }

    static CallLoad<Empty, Empty> load(Channel channel) {
        return new CallLoad<>(channel, METHOD, List.of(Empty.getDefaultInstance()), Empty::equals);
    }
}
