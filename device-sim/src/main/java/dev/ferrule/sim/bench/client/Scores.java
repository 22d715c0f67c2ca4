package dev.ferrule.sim.bench.client;

import dev.ferrule.protocol.stream.StreamOutcome;
import dev.ferrule.sim.bench.model.Latency;
import dev.ferrule.sim.bench.model.Outcome;
import java.util.BitSet;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the clients that read everything got. Owner: the clients' thread; from others after it has
 * ended.
 */
final class Scores {

  private static final int MICROS_MASK = Integer.MAX_VALUE;

  /** A travel time above this is one below 0: half of the range of stamps, 18 minutes. */
  private static final int NEGATIVE = 1 << 30;

  /** Travel times in microseconds up to a minute; what took longer counts as a minute. */
  static final int MAX_MICROS = 60_000_000;

  private final Histogram latency = new Histogram(1, MAX_MICROS, 3);
  private final BitSet heard = new BitSet();
  private @Nullable Window window;

  /** Rows of the window, each counted once a client. */
  private long rows;

  private long doubled;
  private long repeated;
  private long wrong;
  private long faulty;
  private long merged;

  /** Messages and their bytes since the window was set. */
  private long messages;

  private long bytes;

  /** From now on the rows of a window count. */
  void begin(Window next) {
    window = next;
    messages = 0;
    bytes = 0;
  }

  /** Boards of which any row came before the window. */
  int boardsHeard() {
    return heard.cardinality();
  }

  /** Client rows of the window that have not come yet. */
  long missing(int clients) {
    Window open = window;
    return open == null ? 0 : (long) open.rows() * open.boards() * clients - rows;
  }

  /**
   * A readings message came.
   *
   * @param seen rows of the window that this client has, by board and index
   * @param mayRepeat whether the gateway said that it would repeat what the client may have
   * @param nanos when it was read from the socket
   */
  void message(DecodedMessage message, BitSet[] seen, boolean mayRepeat, long nanos) {
    if (message.outcome != StreamOutcome.DELIVERED) {
      faulty++;
      return;
    }
    messages++;
    bytes += message.message.length;
    int now = (int) ((nanos / 1000) & MICROS_MASK);
    Window open = window;
    for (int row = 0; row < message.rows(); row++) {
      int board = message.board(row);
      if (open == null) {
        heard.set(board);
        continue;
      }
      int index = open.index(board, message.number(row));
      if (index < 0) {
        continue;
      }
      if (!seen[board].get(index)) {
        seen[board].set(index);
        rows++;
        traveled(message.stamp(row), now);
      } else if (mayRepeat || message.isSnapshot) {
        repeated++;
      } else {
        doubled++;
      }
    }
  }

  private void traveled(int stamp, int now) {
    int micros = (now - stamp) & MICROS_MASK;
    if (stamp < 0 || micros >= NEGATIVE) {
      wrong++;
    } else {
      latency.recordValue(Math.clamp(micros, 1, MAX_MICROS));
    }
  }

  /** The gateway told a client that newer readings replaced so many. */
  void merged(long count) {
    merged += count;
  }

  /** Something came that no server may send. */
  void faulty() {
    faulty++;
  }

  /** What it came to. */
  Outcome.Received received(int clients, int channels, double seconds) {
    long lost = missing(clients);
    return new Outcome.Received(
        rows,
        rows / seconds,
        rows * channels / seconds,
        lost,
        100.0 * lost / Math.max(1, rows + lost),
        doubled,
        repeated,
        wrong,
        faulty,
        merged,
        messages,
        bytes,
        Latency.of(latency));
  }
}
