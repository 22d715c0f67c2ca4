package dev.ferrule.sim.bench;

import dev.ferrule.sim.bench.Decoded.Reference;
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

  private static final byte[] SUBSCRIBE = "{\"t\":\"subscribe\"}".getBytes(StandardCharsets.UTF_8);

  /** Messages after which one is up to date again that was behind. */
  private static final int WELCOME = 2;

  private final ClientLoop crowd;
  private final SocketChannel channel;
  private final boolean slow;
  private final Handshake handshake;
  private boolean upgraded;
  private boolean subscribed;

  /** Bytes of a frame that has not come as a whole. */
  private byte[] rest = {};

  private int restLength;

  /** Parts of a message in several frames. */
  private byte[] parts = {};

  private int partsOpcode;

  private @Nullable SharedDecoder decoder;
  private @Nullable Decoded last;
  private @Nullable Reference reference;

  /** Messages to come that may repeat what the client has. */
  private int welcome;

  /** Rows of the window that it has, by board. */
  private BitSet[] seen = {};

  private int closeCode = -1;
  private String failure = "";

  Client(ClientLoop crowd, SocketChannel channel, boolean slow) {
    this.crowd = crowd;
    this.channel = channel;
    this.slow = slow;
    this.handshake = new Handshake(crowd.random);
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

  /** Why the connection ended; empty when it did not, or by a close frame. */
  String failure() {
    return failure;
  }

  void begin(Window window) {
    seen = new BitSet[window.boards()];
    for (int board = 0; board < seen.length; board++) {
      seen[board] = new BitSet(window.rows());
    }
  }

  /** Stops or goes on to read. What was decoded before is not kept alive meanwhile. */
  void pause(SelectionKey key, boolean paused) {
    last = null;
    key.interestOps(paused ? 0 : SelectionKey.OP_READ);
  }

  /** The connection is there. */
  void connected(int port) throws IOException {
    write(handshake.request(port));
  }

  /** Sends a text message. */
  void send(byte[] text) throws IOException {
    write(Frames.masked(Frames.TEXT, text, crowd.random.nextInt()));
  }

  private void write(byte[] bytes) throws IOException {
    if (channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
      throw new IOException("the socket does not take " + bytes.length + " bytes");
    }
  }

  /** Reads once what is there; false when the connection has ended. */
  boolean read() throws IOException {
    ByteBuffer input = crowd.inputBuffer;
    input.clear();
    input.put(rest, 0, restLength);
    int n = channel.read(input);
    long nanos = System.nanoTime();
    if (n < 0) {
      return false;
    }
    byte[] bytes = crowd.input;
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
    int at = 0;
    if (!upgraded) {
      at = Handshake.headEnd(bytes, 0, end);
      if (at < 0) {
        return 0;
      }
      String refusal = handshake.refusal(bytes, 0, at).orElse("");
      if (!refusal.isEmpty()) {
        throw new IOException("no WebSocket: " + refusal);
      }
      upgraded = true;
    }
    Frames frames = crowd.frames;
    while (closeCode < 0 && frames.next(bytes, at, end)) {
      at = frames.end;
      frame(bytes, frames, nanos);
    }
    return at;
  }

  private void frame(byte[] bytes, Frames frames, long nanos) throws IOException {
    switch (frames.opcode) {
      case Frames.TEXT, Frames.BINARY -> {
        if (frames.isFinal) {
          message(frames.opcode, bytes, frames.start, frames.end, nanos);
        } else {
          partsOpcode = frames.opcode;
          parts = Arrays.copyOfRange(bytes, frames.start, frames.end);
        }
      }
      case Frames.CONTINUATION -> {
        int before = parts.length;
        parts = Arrays.copyOf(parts, before + frames.end - frames.start);
        System.arraycopy(bytes, frames.start, parts, before, frames.end - frames.start);
        if (frames.isFinal) {
          message(partsOpcode, parts, 0, parts.length, nanos);
        }
      }
      case Frames.CLOSE ->
          closeCode =
              frames.end - frames.start < 2
                  ? 1005
                  : ((bytes[frames.start] & 0xFF) << 8) | (bytes[frames.start + 1] & 0xFF);
      case Frames.PING ->
          write(
              Frames.masked(
                  Frames.PONG,
                  Arrays.copyOfRange(bytes, frames.start, frames.end),
                  crowd.random.nextInt()));
      default -> {}
    }
  }

  private void message(int opcode, byte[] bytes, int from, int to, long nanos) throws IOException {
    if (opcode == Frames.TEXT) {
      control(bytes, from, to, nanos);
    } else if (decoder != null) {
      Decoded message = decoder.decode(last, reference, bytes, from, to);
      last = slow ? null : message;
      reference = message.reference;
      crowd.readings(this, message, nanos, to - from);
      welcome = Math.max(0, welcome - 1);
    }
  }

  private void control(byte[] bytes, int from, int to, long nanos) throws IOException {
    ControlMessage message = ControlMessage.parse(bytes, from, to - from);
    switch (message.type()) {
      case "dictionary" -> {
        decoder = crowd.decoder(bytes, from, to);
        last = null;
        reference = null;
        if (!subscribed) {
          subscribed = true;
          send(SUBSCRIBE);
          crowd.subscribed(this);
        }
      }
      case "merged", "subscribed" -> welcome = WELCOME;
      default -> {}
    }
    crowd.control(this, message, nanos);
  }

  /** The connection ended, by an error or not. */
  void ended(String why) {
    failure = closeCode >= 0 ? "" : why;
  }
}
