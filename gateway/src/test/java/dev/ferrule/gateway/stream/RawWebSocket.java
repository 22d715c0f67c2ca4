package dev.ferrule.gateway.stream;

import dev.ferrule.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** WebSocket by hand: frames as they are, right or wrong. */
public final class RawWebSocket implements AutoCloseable {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /** The bit of a frame that is the last of its message. */
  public static final int FIN = 0x80;

  /** A frame of the server. */
  public record Frame(int opcode, Bytes payload) {
    /** The payload as text. */
    String text() {
      return new String(payload.toArray(), StandardCharsets.UTF_8);
    }

    /** The code of a close frame; 1005 when it has none. */
    public int code() {
      return payload.length() < 2 ? 1005 : (payload.at(0) << 8) | payload.at(1);
    }
  }

  private final Socket socket;
  private final DataInputStream in;

  /** Connects, and gets through the handshake. */
  public RawWebSocket(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    String request =
        "GET /ws/v1 HTTP/1.1\r\nHost: localhost:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                .formatted(port)
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.readByte());
    }
    if (!head.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 101 ")) {
      throw new IOException(head.toString(StandardCharsets.US_ASCII));
    }
  }

  /** A frame with a mask, as clients send it; {@code head} is its first byte. */
  public static byte[] frame(int head, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(head);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      out.write(0x80 | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(0x80 | 127);
      out.writeBytes(new byte[4]);
      for (int shift = 24; shift >= 0; shift -= 8) {
        out.write(payload.length >> shift);
      }
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i & 3]);
    }
    return out.toByteArray();
  }

  /**
   * Writes bytes in pieces of {@code chop}, or all at once for 0; what a server that has closed
   * does not take is lost.
   */
  public void write(byte[] bytes, int chop) throws IOException {
    int step = chop == 0 ? bytes.length : chop;
    try {
      for (int at = 0; at < bytes.length; at += step) {
        socket.getOutputStream().write(bytes, at, Math.min(step, bytes.length - at));
      }
    } catch (SocketException e) {
      // what it said before is there to be read
    }
  }

  /** Writes a frame. */
  void send(int head, byte[] payload) throws IOException {
    write(frame(head, payload), 0);
  }

  /** The next frame; {@link EOFException} when the server has ended the connection. */
  public Frame read() throws IOException {
    int head = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(head & 0x0F, Bytes.copyOf(payload));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
