// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.statesync.model.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/** Values of the kinds that messages are made of, the odd ones among them often. */
class RandomValues {
    private static final List<String> PIECES =
            List.of("a", "Z", " ", "ü", "漢", "😀", "\n", "\u0001", "\uFFFF", "\"", "\\", "%", "é");

    final SplittableRandom random;

    RandomValues(long seed) {
        random = new SplittableRandom(seed);
    }

    UUID uuid() {
        return switch (random.nextInt(8)) {
            case 0 -> new UUID(0, 0);
            case 1 -> new UUID(-1, -1);
            default -> new UUID(random.nextLong(), random.nextLong());
        };
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** Visible ASCII, not empty. */
    String id() {
        StringBuilder id = new StringBuilder();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            id.append((char) random.nextInt('!', 0x7F));
        }
        return id.toString();
    }

    long count() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE;
            default -> random.nextLong(Long.MAX_VALUE);
        };
    }

    Instant instant() {
        return switch (random.nextInt(8)) {
            case 0 -> Instant.EPOCH;
            case 1 -> Instant.MIN;
            case 2 -> Instant.MAX;
            case 3 -> Instant.ofEpochSecond(-1, 1);
            default -> Instant.ofEpochSecond(random.nextLong(1L << 34), random.nextLong(1_000_000_000));
        };
    }

    Duration duration(Duration max) {
        return switch (random.nextInt(6)) {
            case 0 -> Duration.ZERO;
            case 1 -> max;
            default -> Duration.ofNanos(random.nextLong(max.toNanos()));
        };
    }

    Payload payload() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return Payload.of(bytes);
    }

    <E extends Enum<E>> E one(Class<E> type) {
        return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }

    <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    <T> List<T> some(Supplier<T> value) {
        List<T> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value.get());
        }
        return values;
    }

    Map<String, String> map() {
        Map<String, String> map = new HashMap<>();
        some(this::text).forEach(key -> map.put(key, text()));
        return map;
    }
}
