// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Addresses to connect to, of servers that belong together.
 *
 * @param all the addresses, unresolved, one at least
 */
public record HostsAndPorts(List<InetSocketAddress> all) {
    public HostsAndPorts {
        all = List.copyOf(all);
    }

    /**
     * Returns the first address.
     *
     * @return the address
     */
    public InetSocketAddress first() {
        return all.get(0);
    }
}
