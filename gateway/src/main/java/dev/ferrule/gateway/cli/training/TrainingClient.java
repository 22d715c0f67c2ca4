package dev.ferrule.gateway.cli.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * A client of the training, of as few classes as possible, for the start-up cache keeps those of
 * this process. It reads whatever comes and makes nothing of it. Owner: the thread that made it.
 */
final class TrainingClient implements AutoCloseable {

  private static final int PATIENCE_MS = 10_000;
  private static final int SHORT = 126;

  private final Socket socket;
  private final Thread reader;

  /** Opens a WebSocket of a subprotocol. */
  TrainingClient(int port, String subprotocol) throws IOException {
    socket = connect(port);
    reader = Thread.ofPlatform().daemon().name("training-client").unstarted(this::drain);
    write(
        request(
            port,
            "/ws/v1",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dHJhaW4gdHJhaW4gdHJhaQ==\r\nSec-WebSocket-Protocol: "
                + subprotocol
                + "\r\n"));
    reader.start();
  }

  /** Fetches a page and waits for all of it. */
  static void get(int port, String path) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(request(port, path, "Connection: close\r\n"));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static byte[] request(int port, String path, String headers) {
    return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + headers + "\r\n")
        .getBytes(UTF_8);
  }

  /** Sends a text message, in a frame with a mask of zeros (RFC 6455, 5.2). */
  void send(String message) throws IOException {
    byte[] text = message.getBytes(UTF_8);
    var frame = new ByteArrayOutputStream();
    frame.write(0x81);
    if (text.length < SHORT) {
      frame.write(0x80 | text.length);
    } else {
      frame.write(0x80 | SHORT);
      frame.write(text.length >> 8);
      frame.write(text.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(text);
    write(frame.toByteArray());
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private void drain() {
    try (InputStream in = socket.getInputStream()) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It was closed.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
