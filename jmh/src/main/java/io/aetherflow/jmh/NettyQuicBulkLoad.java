// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.samples.demo.DemoCertificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Netty's QUIC, which is quiche in Rust and BoringSSL, on NIO channels, with BBR and windows as large as Quantum's. */
final class NettyQuicBulkLoad extends BulkLoad {
    private static final int WINDOW_BYTES = 8 << 20;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final int MAX_QUEUED_BYTES = 1 << 20;
    private static final String PROTOCOL = "bulk";

    private final EventLoopGroup serverGroup = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoopGroup clientGroup = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final QuicStreamChannel stream;
    private final Semaphore room = new Semaphore(MAX_QUEUED_BYTES);

    NettyQuicBulkLoad() throws Exception {
        DemoCertificate certificate = DemoCertificate.create();
        Channel server = bind(
                serverGroup,
                configure(new QuicServerCodecBuilder())
                        .sslContext(QuicSslContextBuilder.forServer(certificate.key(), null, certificate.certificate())
                                .applicationProtocols(PROTOCOL)
                                .build())
                        .streamHandler(new ChannelInitializer<QuicStreamChannel>() {
                            @Override
                            protected void initChannel(QuicStreamChannel in) {
                                in.pipeline().addLast(new Inbound());
                            }
                        })
                        .build());
        Channel client = bind(
                clientGroup,
                configure(new QuicClientCodecBuilder())
                        .sslContext(QuicSslContextBuilder.forClient()
                                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                                .applicationProtocols(PROTOCOL)
                                .build())
                        .build());
        QuicChannel connection = QuicChannel.newBootstrap(client)
                .streamHandler(new ChannelInboundHandlerAdapter())
                .remoteAddress(server.localAddress())
                .connect()
                .get();
        stream = connection
                .createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInboundHandlerAdapter())
                .get();
    }

    /** Whether it runs on this machine. */
    static boolean isAvailable() {
        return Quic.isAvailable();
    }

    private static <B extends QuicCodecBuilder<B>> B configure(B codec) {
        return codec.congestionControlAlgorithm(QuicCongestionControlAlgorithm.BBR)
                .maxIdleTimeout(60, TimeUnit.SECONDS)
                .initialMaxData(WINDOW_BYTES)
                .initialMaxStreamDataBidirectionalLocal(WINDOW_BYTES)
                .initialMaxStreamDataBidirectionalRemote(WINDOW_BYTES)
                .initialMaxStreamsBidirectional(16);
    }

    private static Channel bind(EventLoopGroup group, ChannelHandler codec) throws InterruptedException {
        return new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(codec)
                .option(ChannelOption.SO_RCVBUF, BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, BUFFER_BYTES)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        private final byte[] copy = new byte[1 << 16];
        private final Sink sink = new Sink();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                while (bytes.isReadable()) {
                    int n = Math.min(copy.length, bytes.readableBytes());
                    bytes.readBytes(copy, 0, n);
                    sink.received(copy, 0, n);
                }
            } finally {
                bytes.release();
            }
        }
    }

    @Override
    void send(byte[] piece) throws InterruptedException {
        room.acquire(piece.length);
        ByteBuf copy = stream.alloc().buffer(piece.length).writeBytes(piece);
        stream.writeAndFlush(copy).addListener(done -> room.release(piece.length));
    }

    @Override
    public void close() {
        clientGroup.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        serverGroup.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
