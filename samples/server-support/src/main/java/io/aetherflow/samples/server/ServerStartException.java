// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Thrown when a server cannot start for a reason outside the program. The message is one sentence for the user. */
public final class ServerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message one sentence for the user
     * @param cause the failure below
     */
    public ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns the exception for a failure whose message is one sentence for the user.
     *
     * @param cause the failure
     * @return the exception
     */
    public static ServerStartException of(Exception cause) {
        return new ServerStartException(String.valueOf(cause.getMessage()), cause);
    }

    static ServerStartException cannotListen(String name, InetSocketAddress address, IOException cause) {
        return new ServerStartException(
                name + " cannot listen on " + Addresses.text(address) + ": " + reason(address, cause), cause);
    }

    /**
     * Returns the exception for a store that cannot be used.
     *
     * @param store its name
     * @param section the section of the configuration that says where it is
     * @param addresses where it is
     * @param cause the failure below
     * @return the exception
     */
    public static ServerStartException cannotUse(
            String store, String section, Collection<?> addresses, Exception cause) {
        String where = addresses.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
        return new ServerStartException(
                store + " at " + where + " (" + section + ") cannot be used: " + oneLine(cause), cause);
    }

    /** Drivers put the system's own words into causes or, for several addresses, beside, and line breaks into messages. */
    private static String oneLine(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        String reason = String.valueOf(innermost(failure).getMessage());
        String all = message.contains(reason) ? message : message + " (" + reason + ")";
        return all.replaceAll("\\s+", " ");
    }

    private static Throwable innermost(Throwable failure) {
        if (failure.getCause() != null) {
            return innermost(failure.getCause());
        }
        return failure.getSuppressed().length > 0 ? innermost(failure.getSuppressed()[0]) : failure;
    }

    /** The system's own words stand in the innermost bind exception; gRPC and Netty wrap it. */
    private static String reason(InetSocketAddress address, IOException failure) {
        if (address.isUnresolved()) {
            return "the host is unknown";
        }
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            innermost = cause;
            if (cause instanceof BindException) {
                break;
            }
        }
        String message = String.valueOf(innermost.getMessage());
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
