// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Timestamp;
import io.aetherflow.session.SessionState;
import io.aetherflow.statesync.DocumentState;
import io.aetherflow.statesync.Rejection;
import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Overlap;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, times and enums, and what is refused of them. */
class WireTest {
    private static final String ID = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    @Test
    void idIsReadInEitherCase() {
        assertThat(Wire.uuid("doc_id", ID)).isEqualTo(UUID.fromString(ID));
        assertThat(Wire.uuid("doc_id", ID.toUpperCase(java.util.Locale.ROOT))).isEqualTo(UUID.fromString(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1-2-3-4-5",
                "17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                "17f22e2-79b0-7cc3-98c4-0dc0c0c07398f",
                "1-1-1-1-1234567890123456789012345678",
                "+17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
                "017f22e2079b007cc3098c40dc0c0c07398f",
                "017f22e279b07cc398c4dc0c0c07398f",
                "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
                "０17f22e2-79b0-7cc3-98c4-dc0c0c07398f"
            })
    void anythingElseIsNoId(String text) {
        assertThatThrownBy(() -> Wire.uuid("doc_id", text))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("doc_id is \"" + text + "\", allowed is a UUID such as " + ID);
    }

    @Test
    void endlessIdIsShownInPart() {
        assertThatThrownBy(() -> Wire.uuid("doc_id", "x".repeat(100_000)))
                .hasMessageStartingWith("doc_id is \"" + "x".repeat(80) + "…\"");
    }

    @Test
    void timeBeyondTheCalendarIsRefused() {
        for (long seconds : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            Timestamp timestamp =
                    Timestamp.newBuilder().setSeconds(seconds).setNanos(-1).build();
            assertThatThrownBy(() -> Wire.instant("timestamp", timestamp))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageStartingWith("timestamp is \"" + seconds + " s\"");
        }
    }

    @Test
    void durationBeyondAllBoundsIsRefused() {
        com.google.protobuf.Duration endless = com.google.protobuf.Duration.newBuilder()
                .setSeconds(Long.MAX_VALUE)
                .setNanos(Integer.MAX_VALUE)
                .build();
        assertThatThrownBy(() -> Wire.duration("lease", endless))
                .isInstanceOf(BadRequestException.class)
                .hasMessageStartingWith("lease is ");
    }

    @Test
    void durationsSurviveTheWire() {
        for (Duration duration :
                List.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofNanos(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThat(Wire.duration("lease", Wire.duration(duration))).isEqualTo(duration);
        }
    }

    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of(SessionState.class, io.aetherflow.grpc.v1.SessionState.class, "SESSION_STATE_"),
                Arguments.of(DocumentState.class, io.aetherflow.grpc.v1.DocumentState.class, "DOCUMENT_STATE_"),
                Arguments.of(OperationType.class, io.aetherflow.grpc.v1.OperationType.class, "OPERATION_TYPE_"),
                Arguments.of(Rejection.Reason.class, io.aetherflow.grpc.v1.RejectionReason.class, "REJECTION_REASON_"),
                Arguments.of(
                        ConflictStrategy.class, io.aetherflow.grpc.v1.ConflictStrategy.class, "CONFLICT_STRATEGY_"),
                Arguments.of(Overlap.Outcome.class, io.aetherflow.grpc.v1.ConflictOutcome.class, "CONFLICT_OUTCOME_"));
    }

    @ParameterizedTest
    @MethodSource("enums")
    <E extends Enum<E>, P extends Enum<P> & ProtocolMessageEnum> void everyValueHasACounterpart(
            Class<E> domain, Class<P> proto, String prefix) {
        for (E value : domain.getEnumConstants()) {
            P message = Wire.toProto(proto, prefix, value);
            assertThat(Wire.requireEnum("field", domain, prefix, message, message.getNumber()))
                    .isEqualTo(value);
        }
        assertThat(proto.getEnumConstants())
                .as("all of the domain, and UNSPECIFIED and UNRECOGNIZED")
                .hasSize(domain.getEnumConstants().length + 2);
    }

    @ParameterizedTest
    @MethodSource("enums")
    <E extends Enum<E>, P extends Enum<P> & ProtocolMessageEnum> void unknownNumberIsRefusedWithWhatIsAllowed(
            Class<E> domain, Class<P> proto, String prefix) {
        P unknown = Enum.valueOf(proto, "UNRECOGNIZED");
        assertThatThrownBy(() -> Wire.fromProto("field", domain, prefix, unknown, 99))
                .isInstanceOf(BadRequestException.class)
                .hasMessageStartingWith("field is \"99\", allowed is one of " + domain.getEnumConstants()[0]);
    }

    @ParameterizedTest
    @MethodSource("enums")
    <E extends Enum<E>, P extends Enum<P> & ProtocolMessageEnum> void unspecifiedIsRefusedWhereAValueIsRequired(
            Class<E> domain, Class<P> proto, String prefix) {
        P unspecified = Enum.valueOf(proto, prefix + "UNSPECIFIED");
        assertThat(Wire.fromProto("field", domain, prefix, unspecified, 0)).isEmpty();
        assertThatThrownBy(() -> Wire.requireEnum("field", domain, prefix, unspecified, 0))
                .isInstanceOf(BadRequestException.class)
                .hasMessageStartingWith("field is \"UNSPECIFIED\", allowed is one of ");
    }
}
