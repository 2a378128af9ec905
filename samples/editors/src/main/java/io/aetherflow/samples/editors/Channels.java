// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;

/** Makes gRPC channels. */
final class Channels {
    private Channels() {}

    static ManagedChannel to(String address) {
        return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .build();
    }
}
