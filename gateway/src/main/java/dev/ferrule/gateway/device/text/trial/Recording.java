package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.framing.FrameSink;
import dev.ferrule.gateway.device.text.framing.Framer;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a board was heard to say: pieces of bytes, each with its time where one is known. Keeps the
 * first {@link #MAX} bytes. Owner: one thread.
 */
public final class Recording {

  /** Bytes that are kept. */
  public static final int MAX = 256 * 1024;

  private final List<Piece> pieces = new ArrayList<>();
  private int size;

  /** One arrival. Immutable. */
  public static final class Piece {
    private final byte[] bytes;
    private final long nanoTime;

    /**
     * A copy of some bytes.
     *
     * @param nanoTime monotonic; 0 for all pieces of a plain file
     */
    public Piece(byte[] from, int offset, int length, long nanoTime) {
      this.bytes = Arrays.copyOfRange(from, offset, offset + length);
      this.nanoTime = nanoTime;
    }

    void feed(Framer framer, FrameSink to) {
      framer.feed(bytes, 0, bytes.length, nanoTime, to);
    }
  }

  /** A capture: a file of raw bytes without times. */
  public static Recording ofFile(Path file) throws IOException {
    var recording = new Recording();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX);
      if (bytes.length > 0) {
        recording.add(new Piece(bytes, 0, bytes.length, 0));
      }
    }
    return recording;
  }

  /** Adds the next piece; what does not fit any more is not kept. */
  public void add(Piece piece) {
    if (size + piece.bytes.length <= MAX) {
      pieces.add(piece);
      size += piece.bytes.length;
    }
  }

  /** Bytes so far. */
  public int size() {
    return size;
  }

  /** All bytes in a row. */
  public byte[] bytes() {
    byte[] all = new byte[size];
    int at = 0;
    for (Piece piece : pieces) {
      System.arraycopy(piece.bytes, 0, all, at, piece.bytes.length);
      at += piece.bytes.length;
    }
    return all;
  }

  /** Cuts everything anew. */
  void replay(Framing framing, FrameSink to) {
    Framer framer = Framer.of(framing);
    for (Piece piece : pieces) {
      piece.feed(framer, to);
    }
    framer.idle(to);
  }

  /** The frames of a framing. */
  Frames frames(Framing framing) {
    var frames = new Frames();
    replay(framing, frames);
    return frames;
  }

  /** Frames as they were cut, and how many bytes were refused. */
  static final class Frames implements FrameSink {
    final List<byte[]> good = new ArrayList<>();
    int refused;

    @Override
    public void frame(byte[] bytes, int from, int to) {
      good.add(Arrays.copyOfRange(bytes, from, to));
    }

    @Override
    public void refused(Refusal reason, byte[] bytes, int from, int to) {
      refused++;
    }
  }

  /** Nanoseconds from the first to the last piece; 0 when there are no times. */
  public long nanos() {
    return pieces.isEmpty() ? 0 : pieces.getLast().nanoTime - pieces.getFirst().nanoTime;
  }
}
