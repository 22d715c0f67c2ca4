package dev.ferrule.sim.bench;

import dev.ferrule.protocol.stream.StreamOutcome;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One readings message, decoded once for all clients that got the same bytes in the same state. */
final class Decoded {

  /** A K message: what R messages after it are relative to. */
  static final class Reference {
    final byte[] message;

    Reference(byte[] message) {
      this.message = message;
    }
  }

  final StreamOutcome outcome;

  /** Whether it was a K message, which may repeat what a client has. */
  final boolean isSnapshot;

  /** What holds after it. */
  final @Nullable Reference reference;

  /** Readings of all channels. */
  final int readings;

  /** By row: its board, its number, and its time or -1 without one. */
  final int[] boards;

  final int[] sequence;
  final int[] stamps;

  /** What a client got next that got this: a guess that is checked by its bytes. */
  @Nullable Decoded next;

  private final byte[] message;

  Decoded(
      byte[] message,
      StreamOutcome outcome,
      @Nullable Reference reference,
      int readings,
      Rows rows) {
    this.message = message;
    this.outcome = outcome;
    this.isSnapshot = reference != null && reference.message == message;
    this.reference = reference;
    this.readings = readings;
    this.boards = Arrays.copyOf(rows.boards, rows.count);
    this.sequence = Arrays.copyOf(rows.sequence, rows.count);
    this.stamps = Arrays.copyOf(rows.stamps, rows.count);
  }

  boolean holds(byte[] bytes, int from, int to) {
    return Arrays.equals(message, 0, message.length, bytes, from, to);
  }

  /** Rows while they are collected. */
  static final class Rows {
    private int[] boards = new int[256];
    private int[] sequence = new int[256];
    private int[] stamps = new int[256];
    private int count;

    void clear() {
      count = 0;
    }

    void add(int board, int number, int stamp) {
      if (count == boards.length) {
        boards = Arrays.copyOf(boards, 2 * count);
        sequence = Arrays.copyOf(sequence, 2 * count);
        stamps = Arrays.copyOf(stamps, 2 * count);
      }
      boards[count] = board;
      sequence[count] = number;
      stamps[count] = stamp;
      count++;
    }
  }
}
