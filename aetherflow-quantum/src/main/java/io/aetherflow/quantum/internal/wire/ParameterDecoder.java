// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import io.aetherflow.quantum.ErrorCode;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@link TransportParameters} once. What it keeps is bounded by the length of what it reads. */
final class ParameterDecoder {
    private final boolean fromServer;
    private final Set<Long> ids = new HashSet<>();
    private final Map<Parameter, Long> values = new EnumMap<>(Parameter.class);
    private @Nullable UUID uuid;

    ParameterDecoder(boolean fromServer) {
        this.fromServer = fromServer;
    }

    TransportParameters.Decoded decode(WireReader in) {
        String problem = null;
        while (problem == null && in.remaining() > 0) {
            problem = readEntry(in);
        }
        problem = problem == null ? misplaced() : problem;
        return problem == null
                ? new TransportParameters.Valid(parameters())
                : new TransportParameters.Invalid(ErrorCode.PARAMETER_ERROR, problem);
    }

    private @Nullable String readEntry(WireReader in) {
        long id = in.varint();
        int length = in.length();
        int offset = in.skip(length);
        if (in.failed()) {
            return "parameter " + id + " goes beyond the parameters";
        }
        if (!ids.add(id)) {
            return "parameter " + id + " is there twice";
        }
        Parameter parameter = Parameter.of(id);
        return parameter == null
                ? null
                : readValue(parameter, new WireReader().wrap(in.array(), offset, offset + length));
    }

    private @Nullable String readValue(Parameter parameter, WireReader value) {
        int length = value.remaining();
        if (parameter == Parameter.CONNECTION_UUID) {
            uuid = new UUID(value.u64(), value.u64());
        } else if (parameter.length == Parameter.VARINT) {
            values.put(parameter, value.varint());
        } else {
            values.put(parameter, parameter.length == 0 ? 1 : value.u64());
        }
        if (value.failed() || value.remaining() > 0) {
            return parameter + " has a value of " + length + " bytes, which is not its length";
        }
        return parameter.length == Parameter.VARINT ? parameter.problem(integer(parameter)) : null;
    }

    /** A parameter that must be there and is not, or must not and is; or null. */
    private @Nullable String misplaced() {
        if (!values.containsKey(Parameter.SOURCE_ID)) {
            return "SOURCE_ID is missing";
        }
        if (!values.containsKey(Parameter.SECURITY)) {
            return "SECURITY is missing";
        }
        if (values.containsKey(Parameter.FIRST_DESTINATION_ID) != fromServer) {
            return fromServer ? "FIRST_DESTINATION_ID is missing" : "FIRST_DESTINATION_ID is for servers only";
        }
        if (values.containsKey(Parameter.RETRY_SOURCE_ID) && !fromServer) {
            return "RETRY_SOURCE_ID is for servers only";
        }
        if ((uuid == null) != fromServer) {
            return fromServer ? "CONNECTION_UUID is for clients only" : "CONNECTION_UUID is missing";
        }
        return null;
    }

    private TransportParameters parameters() {
        return new TransportParameters(
                integer(Parameter.SOURCE_ID),
                integer(Parameter.SECURITY) == 1,
                id(Parameter.FIRST_DESTINATION_ID),
                id(Parameter.RETRY_SOURCE_ID),
                Optional.ofNullable(uuid),
                values.containsKey(Parameter.MIGRATION_DISABLED),
                integer(Parameter.IDLE_TIMEOUT_MILLIS),
                (int) integer(Parameter.MAX_UDP_PAYLOAD),
                integer(Parameter.INITIAL_MAX_DATA),
                integer(Parameter.INITIAL_MAX_STREAM_DATA),
                integer(Parameter.INITIAL_MAX_STREAMS),
                (int) integer(Parameter.MAX_ACK_DELAY_MILLIS),
                (int) integer(Parameter.CONNECTION_ID_LIMIT),
                integer(Parameter.MAX_DATAGRAM));
    }

    private long integer(Parameter parameter) {
        return values.getOrDefault(parameter, parameter.absent);
    }

    private OptionalLong id(Parameter parameter) {
        return values.containsKey(parameter) ? OptionalLong.of(integer(parameter)) : OptionalLong.empty();
    }
}
