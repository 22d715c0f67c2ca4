package dev.ferrule.sim.bench.client;

import dev.ferrule.protocol.stream.StreamOutcome;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One readings message, decoded once for all clients that got the same bytes in the same state. */
final class DecodedMessage {

  private static final int ROW = 3;

  final byte[] message;

  /** Whether it is a K message, which may repeat what a client has. */
  final boolean isSnapshot;

  /** The K message that holds after it; null when there is none. */
  @Nullable DecodedMessage reference;

  StreamOutcome outcome = StreamOutcome.DAMAGED;

  /** Board, number and stamp of each row. */
  private int[] cells = new int[16 * ROW];

  private int rows;

  DecodedMessage(byte[] message, boolean isSnapshot, @Nullable DecodedMessage base) {
    this.message = message;
    this.isSnapshot = isSnapshot;
    this.reference = base;
  }

  /** A further row; without a time its stamp is -1. */
  void add(int board, int number, int stamp) {
    if (rows * ROW == cells.length) {
      cells = Arrays.copyOf(cells, 2 * cells.length);
    }
    cells[rows * ROW] = board;
    cells[rows * ROW + 1] = number;
    cells[rows * ROW + 2] = stamp;
    rows++;
  }

  int rows() {
    return rows;
  }

  int board(int row) {
    return cells[row * ROW];
  }

  int number(int row) {
    return cells[row * ROW + 1];
  }

  int stamp(int row) {
    return cells[row * ROW + 2];
  }
}
