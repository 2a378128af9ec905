// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between a client and a server on the loopback that can fail: connections can be cut, refused, or fall silent.
 * Safe for use by several threads.
 */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int targetPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object silence = new Object();
    private volatile boolean silent;
    private volatile boolean refusing;

    private TcpProxy(ServerSocket listener, int targetPort) {
        this.listener = listener;
        this.targetPort = targetPort;
    }

    /**
     * Starts a proxy on a free port.
     *
     * @param targetPort the server's port on 127.0.0.1
     * @return the proxy, which takes connections
     */
    public static TcpProxy to(int targetPort) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), targetPort);
            thread(proxy::accept, "proxy-accept");
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the proxy's port.
     *
     * @return the port on 127.0.0.1
     */
    public int port() {
        return listener.getLocalPort();
    }

    /** Cuts all connections, wherever in a message they are. New ones are taken. */
    public void cut() {
        sockets.forEach(TcpProxy::close);
    }

    /** Cuts all connections and refuses new ones until {@link #restore}. */
    public void disconnect() {
        refusing = true;
        cut();
    }

    /** Swallows nothing and passes nothing on until {@link #restore}: both ends see a connection that is silent. */
    public void silence() {
        silent = true;
    }

    /** Lets everything through again. */
    public void restore() {
        refusing = false;
        synchronized (silence) {
            silent = false;
            silence.notifyAll();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        restore();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                join(listener.accept());
            } catch (IOException e) {
                // closed, or this one connection failed
            }
        }
    }

    private void join(Socket client) throws IOException {
        sockets.add(client);
        if (refusing || listener.isClosed()) {
            close(client);
            return;
        }
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
        } catch (IOException e) {
            close(client);
            throw e;
        }
        sockets.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        thread(() -> pump(client, server), "proxy-up");
        thread(() -> pump(server, client), "proxy-down");
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                awaitSound();
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // cut
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitSound() throws IOException {
        if (!silent) {
            return;
        }
        synchronized (silence) {
            while (silent) {
                try {
                    silence.wait();
                } catch (InterruptedException e) {
                    throw new IOException("interrupted", e);
                }
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // a reset, as from a machine that has gone
            socket.close();
        } catch (IOException e) {
            // gone already
        }
    }

    private static void thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
