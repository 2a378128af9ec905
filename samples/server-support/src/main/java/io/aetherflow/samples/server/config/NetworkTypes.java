// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The value types of names, addresses and paths on a network. None of them asks a name service. */
public final class NetworkTypes {
    private static final int MAX_HOST_LENGTH = 253;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_ADDRESSES = 64;

    /** A label as in RFC 1123, and the underscore that container networks put into names. */
    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

    /** A name whose last label is a number would be taken for a broken IPv4 address. */
    private static final Pattern HOST_NAME = Pattern.compile("(?!(?:.*\\.)?[0-9]+$)" + LABEL + "(?:\\." + LABEL + ")*");

    private static final Pattern HTTP_PATH = Pattern.compile("(/[A-Za-z0-9._~-]{1,64}){1,8}");

    private NetworkTypes() {}

    /**
     * Returns the type of a host: a name, an IPv4 address or an IPv6 address without brackets.
     *
     * @return the type
     */
    public static ValueType<String> host() {
        return ValueType.of(
                String.class,
                "a host name or an IP address",
                text -> Optional.of(text).filter(NetworkTypes::isHost));
    }

    /**
     * Returns the type of a port to listen on, where 0 takes a free one.
     *
     * @return the type
     */
    public static ValueType<Integer> listenPort() {
        return ValueTypes.integer(0, MAX_PORT);
    }

    /**
     * Returns the type of a port to connect to.
     *
     * @return the type
     */
    public static ValueType<Integer> port() {
        return ValueTypes.integer(1, MAX_PORT);
    }

    /**
     * Returns the type of one or more addresses to connect to, separated by commas, an IPv6 address in brackets. They are
     * unresolved.
     *
     * @return the type
     */
    public static ValueType<HostsAndPorts> hostsAndPorts() {
        return ValueType.of(
                HostsAndPorts.class,
                "host:port with a port from 1 to " + MAX_PORT + ", or up to " + MAX_ADDRESSES
                        + " of them separated by commas",
                NetworkTypes::parseHostsAndPorts);
    }

    /**
     * Returns the type of an absolute http or https URL without user information.
     *
     * @return the type
     */
    public static ValueType<URI> httpUrl() {
        return ValueType.of(URI.class, "an http or https URL", NetworkTypes::parseHttpUrl);
    }

    /**
     * Returns the type of a path in an HTTP request, such as {@code /metrics}.
     *
     * @return the type
     */
    public static ValueType<String> httpPath() {
        return ValueType.of(
                String.class,
                "a path such as /metrics of up to 8 segments of letters, digits, dot, dash, underscore and tilde",
                text -> Optional.of(text).filter(HTTP_PATH.asMatchPredicate()));
    }

    private static boolean isHost(String text) {
        if (text.length() > MAX_HOST_LENGTH || text.startsWith("[")) {
            return false;
        }
        return NetUtil.isValidIpV4Address(text)
                || NetUtil.isValidIpV6Address(text)
                || HOST_NAME.matcher(text).matches();
    }

    private static Optional<HostsAndPorts> parseHostsAndPorts(String text) {
        String[] parts = text.split(",", -1);
        List<InetSocketAddress> all = Arrays.stream(parts)
                .map(String::strip)
                .map(NetworkTypes::parseHostAndPort)
                .flatMap(Optional::stream)
                .toList();
        return all.size() < parts.length || all.size() > MAX_ADDRESSES
                ? Optional.empty()
                : Optional.of(new HostsAndPorts(all));
    }

    private static Optional<InetSocketAddress> parseHostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        Optional<String> host = unbracket(text.substring(0, colon)).filter(NetworkTypes::isHost);
        Optional<Integer> port = port().parse(text.substring(colon + 1));
        return host.flatMap(name -> port.map(number -> InetSocketAddress.createUnresolved(name, number)));
    }

    private static Optional<String> unbracket(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return Optional.of(host.substring(1, host.length() - 1)).filter(inner -> inner.indexOf(':') >= 0);
        }
        return Optional.of(host).filter(name -> name.indexOf(':') < 0);
    }

    private static Optional<URI> parseHttpUrl(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plainHost = uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= MAX_PORT;
            return http && plainHost ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
