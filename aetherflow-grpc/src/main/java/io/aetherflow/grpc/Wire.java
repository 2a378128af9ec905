// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Mapping of what every message has: ids, times, enums. Pure. */
final class Wire {
    private static final String UNSPECIFIED = "UNSPECIFIED";

    private Wire() {}

    /** Only the form of RFC 9562, in either case: {@code UUID.fromString} pads and cuts groups of other lengths. */
    static UUID uuid(String field, String text) {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new BadRequestException(field, text, "a UUID such as 017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    static List<UUID> uuids(String field, List<String> texts) {
        return texts.stream().map(text -> uuid(field, text)).toList();
    }

    static Optional<String> nonEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Instant instant(String field, Timestamp timestamp) {
        try {
            return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRequestException(field, timestamp.getSeconds() + " s", Instant.MIN + " to " + Instant.MAX);
        }
    }

    static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    static java.time.Duration duration(String field, Duration duration) {
        try {
            return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
        } catch (ArithmeticException e) {
            throw new BadRequestException(field, duration.getSeconds() + " s", "less than 2^63 seconds");
        }
    }

    /** The value named like another enum's, with the prefix that protobuf's style asks for. */
    static <E extends Enum<E>> E toProto(Class<E> target, String prefix, Enum<?> value) {
        return Enum.valueOf(target, prefix + value.name());
    }

    /** The value named like a protobuf enum's, or empty if that is unspecified. */
    static <E extends Enum<E>, P extends Enum<P> & ProtocolMessageEnum> Optional<E> fromProto(
            String field, Class<E> target, String prefix, P value, int number) {
        if (value.name().equals(prefix + UNSPECIFIED)) {
            return Optional.empty();
        }
        for (E candidate : target.getEnumConstants()) {
            if (value.name().equals(prefix + candidate.name())) {
                return Optional.of(candidate);
            }
        }
        throw new BadRequestException(field, Integer.toString(number), "one of " + names(target));
    }

    /** The value named like a protobuf enum's, which must be specified. */
    static <E extends Enum<E>, P extends Enum<P> & ProtocolMessageEnum> E requireEnum(
            String field, Class<E> target, String prefix, P value, int number) {
        return fromProto(field, target, prefix, value, number)
                .orElseThrow(() -> new BadRequestException(field, UNSPECIFIED, "one of " + names(target)));
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
