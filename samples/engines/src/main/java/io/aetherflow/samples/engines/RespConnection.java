// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection that speaks enough of the Redis protocol to set a server up. Not safe for use by several threads. */
final class RespConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5000;

    private final Socket socket = new Socket();
    private final InputStream in;

    RespConnection(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Sends a command.
     *
     * @return the answer, if it is one string or number
     * @throws IOException if the server answers with an error, or not at all
     */
    String call(String... words) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(ascii("*" + words.length + "\r\n"));
        for (String word : words) {
            command.writeBytes(ascii("$" + word.length() + "\r\n" + word + "\r\n"));
        }
        socket.getOutputStream().write(command.toByteArray());
        String answer = line();
        switch (answer.charAt(0)) {
            case '+', ':' -> {
                return answer.substring(1);
            }
            case '$' -> {
                byte[] text = in.readNBytes(Integer.parseInt(answer.substring(1)));
                line();
                return new String(text, StandardCharsets.US_ASCII);
            }
            default -> throw new IOException(words[0] + ": " + answer);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("connection closed");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
