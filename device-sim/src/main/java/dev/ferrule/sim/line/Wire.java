package dev.ferrule.sim.line;

import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.Timer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One way of a serial line: bytes in at one end, fewer, others and later ones out at the other.
 *
 * <p>Chance is drawn once for each frame and once for each byte, in the order of the bytes, so that
 * the same bytes suffer the same however they are cut into pieces. Owner: the loop's thread.
 */
final class Wire {

  /** Takes what arrives at the far end. */
  interface End {
    void arrive(byte[] bytes, int offset, int length);
  }

  /** Bytes that travel together when the line has a rate; small, so that they arrive evenly. */
  private static final int PIECE = 32;

  /** A frame longer than this is no frame and passes on in parts. */
  private static final int MAX_FRAME = 1024;

  /** A start bit, eight bits, a stop bit. */
  private static final long BITS_PER_BYTE = 10;

  private final EventLoop loop;
  private final int baud;
  private final byte delimiter;
  private final SplittableRandom frameChance;
  private final SplittableRandom byteChance;
  private final End end;

  private LineFaults faults = LineFaults.NONE;
  private boolean cut;
  private final byte[] frame = new byte[MAX_FRAME];
  private int frameLength;

  /** Bytes on their way, in order. */
  private final Queue<Piece> traveling = new ArrayDeque<>();

  private int travelingBytes;
  private long busyUntil;
  private @Nullable Timer timer;

  private long bytes;
  private long flipped;
  private long lost;
  private long inserted;
  private long repeated;
  private long framesDropped;
  private long framesRepeated;
  private long framesDelayed;
  private long muted;
  long overrun;
  long unheard;

  /** Bytes that arrive at {@code at}, nanoseconds of the loop. */
  @SuppressWarnings("ArrayRecordComponent") // never leaves this class
  private record Piece(byte[] bytes, long at) {}

  /**
   * A perfect wire.
   *
   * @param baud bits per second, 0 for no limit
   * @param delimiter last byte of each frame
   */
  Wire(EventLoop loop, int baud, byte delimiter, SplittableRandom random, End end) {
    this.loop = loop;
    this.baud = baud;
    this.delimiter = delimiter;
    this.frameChance = random.split();
    this.byteChance = random.split();
    this.end = end;
    this.busyUntil = loop.now();
  }

  void faults(LineFaults now) {
    if (frameLength > 0 && !now.touchesFrames()) {
      int length = frameLength;
      frameLength = 0;
      damage(frame, 0, length);
    }
    faults = now;
  }

  /** Cuts the wire: what is sent is thrown away, what travels still arrives. */
  void cut(boolean now) {
    cut = now;
  }

  /** Bytes that have not arrived yet. */
  int pending() {
    return travelingBytes + frameLength;
  }

  /** Forgets what has not arrived. */
  void clear() {
    traveling.clear();
    travelingBytes = 0;
    frameLength = 0;
    busyUntil = loop.now();
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** Sends bytes; the array may be used again after the call. */
  void send(byte[] from, int offset, int length) {
    if (cut) {
      muted += length;
    } else if (faults.touchesFrames()) {
      for (int i = offset; i < offset + length; i++) {
        frame[frameLength++] = from[i];
        if (from[i] == delimiter || frameLength == MAX_FRAME) {
          int whole = frameLength;
          frameLength = 0;
          sendFrame(whole);
        }
      }
    } else {
      damage(from, offset, length);
    }
  }

  private void sendFrame(int length) {
    // Always three draws, so that one fault does not move the chance of the others.
    boolean drop = frameChance.nextDouble() < faults.dropFrame();
    boolean repeat = frameChance.nextDouble() < faults.repeatFrame();
    double hold = frameChance.nextDouble();
    if (drop) {
      framesDropped++;
      return;
    }
    if (hold < faults.delayFrame()) {
      framesDelayed++;
      long delay = (long) (hold / faults.delayFrame() * faults.delay().toNanos());
      busyUntil = Math.max(busyUntil, loop.now() + delay);
    }
    damage(frame, 0, length);
    if (repeat) {
      framesRepeated++;
      damage(frame, 0, length);
    }
  }

  private void damage(byte[] from, int offset, int length) {
    if (!faults.touchesBytes()) {
      travel(from, offset, length);
      return;
    }
    byte[] after = new byte[3 * length];
    int n = 0;
    for (int i = offset; i < offset + length; i++) {
      if (byteChance.nextDouble() < faults.insert()) {
        inserted++;
        after[n++] = (byte) byteChance.nextInt(256);
      }
      byte b = from[i];
      if (byteChance.nextDouble() < faults.flip()) {
        flipped++;
        b ^= (byte) (1 << byteChance.nextInt(8));
      }
      if (byteChance.nextDouble() < faults.lose()) {
        lost++;
        continue;
      }
      after[n++] = b;
      if (byteChance.nextDouble() < faults.repeat()) {
        repeated++;
        after[n++] = b;
      }
    }
    travel(after, 0, n);
  }

  private void travel(byte[] from, int offset, int length) {
    long now = loop.now();
    if (baud == 0 && traveling.isEmpty() && busyUntil <= now) {
      arrive(from, offset, length);
      return;
    }
    for (int i = 0; i < length; i += PIECE) {
      int piece = Math.min(PIECE, length - i);
      long time = baud == 0 ? 0 : piece * BITS_PER_BYTE * 1_000_000_000L / baud;
      busyUntil = Math.max(busyUntil, now) + time;
      traveling.add(new Piece(Arrays.copyOfRange(from, offset + i, offset + i + piece), busyUntil));
      travelingBytes += piece;
    }
    if (timer == null) {
      awaitNext();
    }
  }

  private void awaitNext() {
    Piece next = traveling.peek();
    timer = next == null ? null : loop.at(next.at, this::deliver);
  }

  private void deliver() {
    timer = null;
    while (!traveling.isEmpty() && traveling.peek().at <= loop.now()) {
      Piece piece = traveling.remove();
      travelingBytes -= piece.bytes.length;
      arrive(piece.bytes, 0, piece.bytes.length);
    }
    if (timer == null) {
      awaitNext();
    }
  }

  private void arrive(byte[] from, int offset, int length) {
    bytes += length;
    end.arrive(from, offset, length);
  }

  WireCounts counts() {
    return new WireCounts(
        bytes,
        flipped,
        lost,
        inserted,
        repeated,
        framesDropped,
        framesRepeated,
        framesDelayed,
        muted,
        overrun,
        unheard);
  }
}
