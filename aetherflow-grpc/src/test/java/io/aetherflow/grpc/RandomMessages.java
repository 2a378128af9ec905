// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.random.RandomGenerator;

/** Well-formed messages whose fields hold what nobody expects, and sometimes what is expected, so as to get further. */
final class RandomMessages {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\nb",
            "😀",
            "text",
            "custom",
            "-1",
            "null",
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
            "x".repeat(5_000));
    private static final List<String> DATA = List.of(
            "",
            "[",
            "[]",
            "{}",
            "null",
            "[1]",
            "[\"a\"]",
            "[2147483647]",
            "[9223372036854775808,\"x\"]",
            "[-1]",
            "[{\"d\":2147483647}]",
            "[1,{\"d\":1},\"y\"]",
            "[\"\\ud800\"]",
            "{\"id\":\"a\",\"set\":{\"x\":1}}",
            "{\"id\":\"a\",\"set\":{\"place\":{\"parent\":\"a\",\"order\":\"\"}}}",
            "{\"id\":\"b\",\"set\":{\"place\":{\"parent\":\"a\",\"order\":\"m\"}}}",
            "{\"id\":\"a\",\"set\":{\"place\":7}}",
            "{\"id\":\"a\",\"unset\":[\"x\",\"place\"]}",
            "{\"id\":\"a\"}",
            "{\"id\":\"\"}",
            "{\"objects\":{}}",
            "[".repeat(5_000),
            "{\"id\":\"a\",\"set\":{\"x\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}}",
            "\u0000");
    private static final long[] NUMBERS = {0, 1, 1, 1, 2, 3, -1, 7, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private final RandomGenerator random;
    private final List<String> ids;

    RandomMessages(RandomGenerator random, List<String> ids) {
        this.random = random;
        this.ids = ids;
    }

    Message next(Message prototype) {
        Message.Builder builder = prototype.newBuilderForType();
        for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            if (!field.isRepeated()) {
                builder.setField(field, value(builder, field));
                continue;
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                builder.addRepeatedField(field, value(builder, field));
            }
        }
        return builder.build();
    }

    private Object value(Message.Builder builder, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> text(field);
            case BYTE_STRING -> data();
            case INT -> (int) NUMBERS[random.nextInt(NUMBERS.length)];
            case LONG -> random.nextInt(8) == 0 ? random.nextLong() : NUMBERS[random.nextInt(NUMBERS.length)];
            case BOOLEAN -> random.nextBoolean();
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(-1, 9));
            case MESSAGE -> next(builder.newBuilderForField(field).getDefaultInstanceForType());
            default -> throw new AssertionError("no field is a " + field.getJavaType());
        };
    }

    private String text(FieldDescriptor field) {
        boolean id = field.getName().endsWith("_id") || field.getName().endsWith("ids");
        return id && random.nextInt(4) > 0
                ? ids.get(random.nextInt(ids.size()))
                : TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** What an operation or a document may be given as its data. */
    ByteString data() {
        if (random.nextInt(8) > 0) {
            return ByteString.copyFromUtf8(DATA.get(random.nextInt(DATA.size())));
        }
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
