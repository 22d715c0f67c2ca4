package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.framing.FrameSink;
import dev.ferrule.gateway.device.text.framing.Framer;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private boolean full;
  private boolean opened;
  private long start;
  private long end;

  /** Takes bytes, which are valid only during the call. */
  public interface Listener {
    /** The next bytes, which came at {@code nanoTime}. */
    void received(byte[] bytes, int offset, int length, long nanoTime);
  }

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

  /** Adds the next piece; the first that does not fit, and what follows it, is not kept. */
  public void add(Piece piece) {
    full |= size + piece.bytes.length > MAX;
    if (full) {
      return;
    }
    if (pieces.isEmpty()) {
      start = opened ? start : piece.nanoTime;
      end = piece.nanoTime;
    }
    end = Math.max(end, piece.nanoTime);
    pieces.add(piece);
    size += piece.bytes.length;
  }

  /** Listening began. What comes right after it may be the rest of a frame that began before. */
  public void opened(long nanoTime) {
    if (pieces.isEmpty()) {
      start = nanoTime;
      opened = true;
    }
  }

  /** Listening went on to here without another byte. */
  public void until(long nanoTime) {
    if (!full && !pieces.isEmpty()) {
      end = Math.max(end, nanoTime);
    }
  }

  /** The same as a line of 7 data bits hears it: without the highest bit. */
  public Recording sevenBits() {
    var masked = new Recording();
    for (Piece piece : pieces) {
      byte[] bytes = piece.bytes.clone();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 0x7F;
      }
      masked.add(new Piece(bytes, 0, bytes.length, piece.nanoTime));
    }
    masked.start = start;
    masked.end = end;
    masked.opened = opened;
    return masked;
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

  /** Hands out all pieces again, in their order. */
  public void replay(Listener to) {
    for (Piece piece : pieces) {
      to.received(piece.bytes, 0, piece.bytes.length, piece.nanoTime);
    }
  }

  /** The frames of a framing. */
  Frames frames(Framing framing) {
    var frames = new Frames();
    frames.cut = isCut();
    Framer framer = Framer.of(framing);
    for (Piece piece : pieces) {
      frames.now = piece.nanoTime;
      piece.feed(framer, frames);
    }
    framer.idle(frames);
    return frames;
  }

  /** Whether it is known when the port was opened. */
  public boolean isFromOpening() {
    return opened;
  }

  /** Whether the first frame may be the end of one that began before, as the driver sees it. */
  boolean isCut() {
    return opened
        && !pieces.isEmpty()
        && Framer.mayLackStart(pieces.getFirst().nanoTime - start, pieces.getFirst().bytes[0]);
  }

  /** Frames as they were cut, and how many pieces of bytes were refused. */
  static final class Frames implements FrameSink {
    final List<byte[]> good = new ArrayList<>();
    final List<Long> times = new ArrayList<>();
    int refused;

    /** The first frame may lack its start. */
    boolean cut;

    private long now;

    @Override
    public void frame(byte[] bytes, int from, int to) {
      good.add(Arrays.copyOfRange(bytes, from, to));
      times.add(now);
    }

    @Override
    public void refused(Refusal reason, byte[] bytes, int from, int to) {
      cut &= !good.isEmpty(); // it was this one
      refused++;
    }
  }

  /** Whether it is known when the pieces came. */
  boolean hasTimes() {
    return end > start;
  }

  /** When listening began: the port was opened, or the first byte came. */
  public long startNanos() {
    return start;
  }

  /** When listening ended. */
  long endNanos() {
    return end;
  }

  /** How long was listened; 0 when there are no times. */
  public Duration length() {
    return Duration.ofNanos(end - start);
  }
}
