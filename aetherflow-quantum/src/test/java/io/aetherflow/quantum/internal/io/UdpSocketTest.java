// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class UdpSocketTest {
    private static final int TOO_LONG = 65_530;

    @Test
    void datagramThatIsTooLongIsAsGoodAsLost() throws Exception {
        try (UdpSocket socket = UdpSocket.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            socket.send(new byte[TOO_LONG], TOO_LONG, socket.localAddress());
            socket.send(new byte[] {7}, 1, socket.localAddress());
            while (!socket.receive()) {
                socket.await(1_000_000_000);
            }

            assertThat(socket.receivedLength()).isEqualTo(1);
            assertThat(socket.unsendable()).isEqualTo(1);
            assertThat(socket.canSend()).isTrue();
        }
    }
}
