// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcServerHarnessTest {
    private MeterRegistry registry = new SimpleMeterRegistry();
    private final ToyService service = new ToyService();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private GrpcServerHarness harness = builder().start();
    private final ToyClient client = new ToyClient(harness.port());

    @AfterEach
    void stop() {
        service.release("test is over");
        harness.close();
        client.close();
    }

    @Test
    void healthIsServingAndTurnsToNotServing() {
        ToyClient.Received<HealthCheckResponse> watch = new ToyClient.Received<>();
        HealthGrpc.newStub(client.channel()).watch(health(ToyService.NAME), watch);
        await().until(() -> !watch.messages().isEmpty());

        harness.close();

        assertThat(watch.end())
                .succeedsWithin(10, SECONDS)
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(watch.messages())
                .extracting(HealthCheckResponse::getStatus)
                .containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
    }

    @Test
    void healthOfTheWholeServerIsServing() {
        assertThat(HealthGrpc.newBlockingStub(client.channel())
                        .check(health(""))
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void reflectionListsTheServicesThatHaveASchema() {
        harness.close();
        harness = builder().service(ChannelzService.newInstance(1)).start();
        ToyClient.Received<ServerReflectionResponse> answers = new ToyClient.Received<>();
        try (ToyClient other = new ToyClient(harness.port())) {
            StreamObserver<ServerReflectionRequest> requests =
                    ServerReflectionGrpc.newStub(other.channel()).serverReflectionInfo(answers);

            requests.onNext(
                    ServerReflectionRequest.newBuilder().setListServices("*").build());
            requests.onCompleted();

            assertThat(answers.end()).succeedsWithin(10, SECONDS).isEqualTo(Status.OK);
        }
        assertThat(answers.messages().get(0).getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .containsExactlyInAnyOrder(
                        "grpc.channelz.v1.Channelz", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection");
    }

    @Test
    void callUnderWayFinishesWhileTheServerStops() {
        Future<String> held = client.hold();
        await().until(() -> service.held() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(harness::close);
        await().until(() -> events.contains("drained"));
        assertThat(stopped).isNotDone();
        service.release("finished");

        assertThat(held).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("finished");
        assertThat(stopped).succeedsWithin(10, SECONDS);
    }

    @Test
    void openStreamEndsWithUnavailable() {
        ToyClient.Received<String> stream = client.stream("s");
        await().until(() -> !stream.messages().isEmpty());

        harness.close();

        assertThat(stream.end()).succeedsWithin(10, SECONDS).satisfies(status -> {
            assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(status.getDescription()).isEqualTo("the server is stopping");
        });
        assertThat(stream.messages()).containsExactly("first of s");
    }

    @Test
    void streamOpenedWhileTheServerStopsEndsWithUnavailable() {
        Future<String> held = client.hold();
        await().until(() -> service.held() == 1);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(harness::close);
        await().until(() -> events.contains("drained"));

        ToyClient.Received<String> late = client.stream("late");

        assertThat(late.end())
                .succeedsWithin(10, SECONDS)
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(late.messages()).isEmpty();
        service.release("x");
        assertThat(held).succeedsWithin(Duration.ofSeconds(10));
        assertThat(stopped).succeedsWithin(10, SECONDS);
    }

    @Test
    void callThatOutlivesTheGraceIsCancelled() {
        harness.close();
        harness = builder().grace(Duration.ZERO).start();
        try (ToyClient other = new ToyClient(harness.port())) {
            Future<String> held = other.hold();
            await().until(() -> service.held() == 1);

            harness.close();

            assertThat(held).failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void failingDrainHookDoesNotKeepTheServerRunning() {
        harness.close();
        harness = builder()
                .onDrain(() -> {
                    throw new IllegalStateException("planned");
                })
                .onDrain(() -> events.add("second hook"))
                .start();

        harness.close();

        assertThat(events).endsWith("second hook");
    }

    @Test
    void closingTwiceRunsTheHooksOnce() {
        harness.close();
        harness.close();

        assertThat(events).containsExactly("drained");
    }

    @Test
    void firstInterceptorIsTheOutermost() {
        harness.close();
        harness = builder()
                .interceptor(noting("outer"))
                .interceptor(noting("inner"))
                .start();
        events.clear();
        try (ToyClient other = new ToyClient(harness.port())) {
            assertThat(other.echo("hi")).isEqualTo("hi");
        }

        assertThat(events).containsExactly("outer", "inner");
    }

    @Test
    void callsAreMeasuredByMethodAndStatus() {
        client.echo("hi");
        assertThatThrownBy(() -> client.echo("fail")).isInstanceOf(StatusRuntimeException.class);

        await().until(() ->
                timer("OK").count() == 1 && timer("FAILED_PRECONDITION").count() == 1);
    }

    @Test
    void activeCallsAreCountedUpAndDown() {
        client.hold();
        ToyClient.Received<String> stream = client.stream("s");
        await().until(() -> service.held() == 1 && !stream.messages().isEmpty());
        assertThat(registry.get("grpc.server.calls.active").gauge().value()).isEqualTo(2);

        service.release("x");
        harness.close();

        assertThat(registry.get("grpc.server.calls.active").gauge().value()).isZero();
    }

    @Test
    void messageOfTheGreatestLengthIsTakenAndAByteMoreIsNot() {
        String greatest = "x".repeat(GrpcServerHarness.MAX_INBOUND_MESSAGE_BYTES);

        assertThat(client.echo(greatest)).hasSize(GrpcServerHarness.MAX_INBOUND_MESSAGE_BYTES);
        assertThatThrownBy(() -> client.echo(greatest + "x"))
                .satisfies(
                        e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }

    @Test
    void addressInUseIsOneSentence() {
        InetSocketAddress taken = new InetSocketAddress("127.0.0.1", harness.port());

        assertThatThrownBy(() -> GrpcServerHarness.builder("second", taken, new SimpleMeterRegistry())
                        .start())
                .isInstanceOf(ServerStartException.class)
                .hasMessage("second cannot listen on 127.0.0.1:" + harness.port() + ": address already in use");
    }

    @Test
    void unknownHostIsOneSentence() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no.such.host.invalid", 1);

        assertThatThrownBy(() ->
                        GrpcServerHarness.builder("lost", unknown, registry).start())
                .isInstanceOf(ServerStartException.class)
                .hasMessage("lost cannot listen on no.such.host.invalid:1: the host is unknown");
    }

    @Test
    void negativeGraceIsRefused() {
        assertThatThrownBy(() -> builder().grace(Duration.ofMillis(-1)))
                .hasMessage("grace is PT-0.001S, allowed is zero or more");
    }

    /** Builds with a registry of its own: two servers in one would share the gauge. */
    private GrpcServerHarness.Builder builder() {
        registry = new SimpleMeterRegistry();
        return GrpcServerHarness.builder("harness", new InetSocketAddress("127.0.0.1", 0), registry)
                .service(service)
                .onDrain(() -> events.add("drained"));
    }

    private Timer timer(String status) {
        Timer timer = registry.find("grpc.server.processing.duration")
                .tags("service", ToyService.NAME, "method", "Echo", "statusCode", status)
                .timer();
        return timer == null ? registry.timer("none") : timer;
    }

    private ServerInterceptor noting(String name) {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                events.add(name);
                return next.startCall(call, headers);
            }
        };
    }

    private static HealthCheckRequest health(String name) {
        return HealthCheckRequest.newBuilder().setService(name).build();
    }
}
