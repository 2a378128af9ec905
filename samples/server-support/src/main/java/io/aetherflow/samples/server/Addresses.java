// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import java.net.InetSocketAddress;

/** Socket addresses as text. */
final class Addresses {
    private Addresses() {}

    /** Returns {@code host:port}, an IPv6 host in brackets. */
    static String text(InetSocketAddress address) {
        return text(address.getHostString(), address.getPort());
    }

    /** Returns {@code host:port}, an IPv6 host in brackets. */
    static String text(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
