package dev.ferrule.sim.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** One WebSocket client. Owner: the clients' thread. */
final class Client {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The opening with the key of RFC 6455, section 1.3, and what must be in its answer. */
  private static final String REQUEST =
      String.join(
          "\r\n",
          "GET /ws/v1 HTTP/1.1",
          "Host: 127.0.0.1:%d",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Protocol: v1.bin.ferrule.dev",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "",
          "");

  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  private static final String HEAD_END = "\r\n\r\n";

  private static final byte[] SUBSCRIBE = "{\"t\":\"subscribe\"}".getBytes(StandardCharsets.UTF_8);

  /** Messages after which one is up to date again that was behind. */
  private static final int WELCOME = 2;

  private final ClientLoop crowd;
  private final SocketChannel channel;
  private final boolean slow;
  private boolean upgraded;
  private boolean subscribed;

  /** Bytes of a frame that has not come as a whole. */
  private byte[] rest = {};

  private int restLength;

  /** Parts of a message in several frames. */
  private byte[] parts = {};

  private int partsOpcode;

  private @Nullable SharedDecoder decoder;
  private @Nullable DecodedMessage reference;

  /** Messages to come that may repeat what the client has. */
  private int welcome;

  /** Rows of the window that it has, by board. */
  private BitSet[] seen = {};

  private int closeCode = -1;

  Client(ClientLoop crowd, SocketChannel channel, boolean slow) {
    this.crowd = crowd;
    this.channel = channel;
    this.slow = slow;
  }

  SocketChannel channel() {
    return channel;
  }

  boolean isSlow() {
    return slow;
  }

  boolean isSubscribed() {
    return subscribed;
  }

  BitSet[] seen() {
    return seen;
  }

  /** Whether readings that come now may be repetitions. */
  boolean mayRepeat() {
    return welcome > 0;
  }

  /** Close code of the server, or -1. */
  int closeCode() {
    return closeCode;
  }

  void begin(Window window) {
    seen = new BitSet[window.boards()];
    for (int board = 0; board < seen.length; board++) {
      seen[board] = new BitSet(window.rows());
    }
  }

  /** The connection is there. */
  void connected(SelectionKey key, int port) throws IOException {
    channel.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
    write(REQUEST.formatted(port).getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a text message. */
  void send(byte[] text) throws IOException {
    write(WebSocketFrames.ofClient(WebSocketFrames.TEXT, text));
  }

  private void write(byte[] bytes) throws IOException {
    if (channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
      throw new IOException("the socket does not take " + bytes.length + " bytes");
    }
  }

  /** Reads once what is there; false when the connection has ended. */
  boolean read() throws IOException {
    byte[] bytes = crowd.input;
    System.arraycopy(rest, 0, bytes, 0, restLength);
    ByteBuffer input = ByteBuffer.wrap(bytes, restLength, bytes.length - restLength);
    int n = channel.read(input);
    long nanos = System.nanoTime();
    if (n < 0) {
      return false;
    }
    int end = input.position();
    int at = take(bytes, end, nanos);
    restLength = end - at;
    if (restLength > rest.length) {
      rest = new byte[Math.max(256, 2 * restLength)];
    }
    System.arraycopy(bytes, at, rest, 0, restLength);
    return closeCode < 0;
  }

  /** Takes all whole frames from the start; returns where the rest begins. */
  private int take(byte[] bytes, int end, long nanos) throws IOException {
    int at = upgraded ? 0 : upgrade(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
    WebSocketFrames frames = crowd.frames;
    while (upgraded && closeCode < 0 && frames.next(bytes, at, end)) {
      at = frames.end;
      frame(bytes, frames, nanos);
    }
    return at;
  }

  /** Takes the answer's head once it is there as a whole; returns its length, or 0. */
  private int upgrade(String answer) throws IOException {
    int end = answer.indexOf(HEAD_END);
    if (end < 0) {
      return 0;
    }
    if (!answer.substring(0, end).contains(ACCEPT)) {
      throw new IOException("no WebSocket: " + answer.lines().findFirst().orElse(""));
    }
    upgraded = true;
    return end + HEAD_END.length();
  }

  private void frame(byte[] bytes, WebSocketFrames frames, long nanos) throws IOException {
    switch (frames.opcode) {
      case WebSocketFrames.TEXT, WebSocketFrames.BINARY -> {
        if (frames.isFinal) {
          message(frames.opcode, bytes, frames.start, frames.end, nanos);
        } else {
          partsOpcode = frames.opcode;
          parts = Arrays.copyOfRange(bytes, frames.start, frames.end);
        }
      }
      case WebSocketFrames.CONTINUATION -> {
        int before = parts.length;
        parts = Arrays.copyOf(parts, before + frames.end - frames.start);
        System.arraycopy(bytes, frames.start, parts, before, frames.end - frames.start);
        if (frames.isFinal) {
          message(partsOpcode, parts, 0, parts.length, nanos);
        }
      }
      case WebSocketFrames.CLOSE ->
          closeCode =
              frames.end - frames.start < 2
                  ? 1005
                  : ((bytes[frames.start] & 0xFF) << 8) | (bytes[frames.start + 1] & 0xFF);
      case WebSocketFrames.PING ->
          write(
              WebSocketFrames.ofClient(
                  WebSocketFrames.PONG, Arrays.copyOfRange(bytes, frames.start, frames.end)));
      default -> {}
    }
  }

  private void message(int opcode, byte[] bytes, int from, int to, long nanos) throws IOException {
    if (opcode == WebSocketFrames.TEXT) {
      control(JSON.readTree(bytes, from, to - from), nanos);
    } else if (decoder != null) {
      DecodedMessage message = decoder.decode(reference, bytes, from, to);
      reference = message.reference;
      crowd.readings(this, message, nanos);
      welcome = Math.max(0, welcome - 1);
    }
  }

  private void control(JsonNode message, long nanos) throws IOException {
    switch (message.path("t").asText()) {
      case "dictionary" -> {
        decoder = crowd.decoder(message);
        reference = null;
        if (!subscribed) {
          subscribed = true;
          send(SUBSCRIBE);
        }
      }
      case "merged", "subscribed" -> welcome = WELCOME;
      default -> {}
    }
    crowd.control(this, message, nanos);
  }
}
