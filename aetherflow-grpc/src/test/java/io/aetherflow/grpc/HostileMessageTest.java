// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.aetherflow.grpc.v1.ClientOperation;
import io.aetherflow.grpc.v1.OperationType;
import io.aetherflow.grpc.v1.SessionServiceGrpc;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.NewDocument;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a message says, the answer is a response or a status that tells the client what it did wrong. */
class HostileMessageTest {
    private static final Set<Code> FAULTS_OF_THE_SERVER = Set.of(Code.INTERNAL, Code.UNKNOWN, Code.DATA_LOSS);
    private static final int MESSAGES = 300;
    private static TestServer server;
    private static Channel channel;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        channel = ClientInterceptors.intercept(server.connect(), TestServer.caller("ann", "ann-session"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<MethodDescriptor<?, ?>> unaryMethods() {
        return Stream.of(SessionServiceGrpc.getServiceDescriptor(), StateSyncServiceGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> method.getType() == MethodDescriptor.MethodType.UNARY);
    }

    @ParameterizedTest
    @MethodSource("unaryMethods")
    void emptyMessageIsNoFaultOfTheServer(MethodDescriptor<Message, Message> method) {
        Message empty = prototype(method);
        check(method, empty, "empty");
    }

    @ParameterizedTest
    @MethodSource("unaryMethods")
    void emptyMessageWithoutCallerIsNoFaultOfTheServer(MethodDescriptor<Message, Message> method) {
        call(server.connect(), method, prototype(method), "empty");
    }

    @ParameterizedTest
    @MethodSource("unaryMethods")
    void randomMessageIsNoFaultOfTheServer(MethodDescriptor<Message, Message> method) {
        long seed = method.getFullMethodName().hashCode();
        RandomMessages random = new RandomMessages(new SplittableRandom(seed), knownIds());
        for (int i = 0; i < MESSAGES; i++) {
            check(method, random.next(prototype(method)), "seed " + seed + ", message " + i);
        }
    }

    private static List<String> knownIds() {
        String board = server.documents
                .create(Requests.ANN, NewDocument.of("board", DocumentType.WHITEBOARD))
                .id()
                .toString();
        String text = Requests.createText(server.documents, "Grüße 😀").id().toString();
        String session = server.sessionService()
                .createSession(Requests.session("ann"))
                .getSession()
                .getSessionId();
        return List.of(board, text, session);
    }

    @Test
    void hugeMessageIsExhaustingAndOthersGoOn() {
        Code code = Failure.of(() -> server.as("ann").createDocument(Requests.text("x".repeat(5 << 20))))
                .code();
        assertThat(code).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(server.as("ann").createDocument(Requests.text("x")).hasDocument())
                .isTrue();
    }

    @Test
    void bytesThatAreNoMessageFailTheirCallAlone() {
        MethodDescriptor<byte[], byte[]> method = RawBytes.of(StateSyncServiceGrpc.getCreateDocumentMethod());
        byte[] truncated = {10, 127, 1};
        Failure failure =
                Failure.of(() -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, truncated));
        // gRPC's own answer: no code of ours is asked before the message is read
        assertThat(failure.code()).isEqualTo(Code.UNKNOWN);
        assertThat(server.as("ann").createDocument(Requests.text("x")).hasDocument())
                .isTrue();
    }

    @Test
    void refusalOfAHugeNameReachesTheClient() {
        String docId = server.documents
                .create(Requests.ANN, NewDocument.of("board", DocumentType.WHITEBOARD))
                .id()
                .toString();
        for (String piece : List.of("x", "ü", "😀", "\\u0001")) {
            String id = piece.repeat(30_000 / piece.length());
            Failure failure = Failure.of(() -> server.as("ann")
                    .applyOperations(Requests.edits(
                            docId,
                            "a1",
                            1,
                            ClientOperation.newBuilder()
                                    .setClientSeq(1)
                                    .setType(OperationType.OPERATION_TYPE_DELETE)
                                    .setData(ByteString.copyFromUtf8("{\"id\":\"" + id + "\"}"))
                                    .build())));
            assertThat(failure.reason()).isEqualTo("INVALID_OPERATION");
            assertThat(failure.message()).hasSizeLessThanOrEqualTo(401).endsWith("…");
        }
    }

    private static Message prototype(MethodDescriptor<Message, Message> method) {
        assertThat(method.getSchemaDescriptor()).isInstanceOf(ProtoMethodDescriptorSupplier.class);
        return ((MethodDescriptor.PrototypeMarshaller<Message>) method.getRequestMarshaller()).getMessagePrototype();
    }

    private static void check(MethodDescriptor<Message, Message> method, Message request, String about) {
        call(channel, method, request, about);
    }

    private static void call(Channel on, MethodDescriptor<Message, Message> method, Message request, String about) {
        try {
            ClientCalls.blockingUnaryCall(on, method, CallOptions.DEFAULT, request);
        } catch (StatusRuntimeException e) {
            Failure failure = Failure.from(e);
            assertThat(failure.code())
                    .as("%s: %s%n%s", about, failure.message(), request)
                    .isNotIn(FAULTS_OF_THE_SERVER);
            assertThat(failure.domain()).as("%s: %s", about, failure).isEqualTo(StatusMapping.DOMAIN);
            assertThat(failure.reason()).as("%s: %s", about, failure).isNotEmpty();
        }
    }
}
